package io.tos.engine.ecs;

import io.tos.engine.memory.Bits;
import io.tos.engine.memory.Column;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One map instance: a region with a header and chunks, the entities in it, and the commands that change which entities
 * have what. Tick thread only. Systems read and write columns; which entities exist changes between systems only, by
 * {@link Commands}, never while one runs.
 *
 * <p>An entity's row is its index: chunk {@code index >> 10}, row {@code index & 1023}. The slot of a row holds the
 * entity's id while it lives, else {@code generation << 32 | ~next free index}, which is no id.
 */
public final class World implements AutoCloseable {
    private final WorldConfig config;
    private final Layout layout;
    private final Region region;
    private final MemorySegment memory;
    private final WorldHeader header;
    private final Commands commands;
    private final List<Component> components;
    private final Column[][] columns;
    private final long chunkBytes;
    private boolean running;

    private World(final Layout layout, final WorldConfig config, final Region region) {
        this.config = config;
        this.layout = layout;
        this.region = region;
        this.memory = region.memory();
        this.header = new WorldHeader(memory);
        this.components = layout.components();
        this.columns = new Column[components.size()][];
        for (final Component component : components) {
            columns[component.id()] = layout.columns(component).toArray(new Column[0]);
        }
        this.chunkBytes = layout.chunkBytes();
        this.commands = new Commands(this, 2 * config.entitiesMax() + 4096);
    }

    /** A new world in memory of its own. */
    public static World create(final Layout layout, final WorldConfig config) {
        return create(layout, config, Region.shared("world " + config.name(), config.regionBytes(layout), 4096));
    }

    /** A new world in {@code region}, which is all zero, holds {@link WorldConfig#regionBytes} and is closed by it. */
    public static World create(final Layout layout, final WorldConfig config, final Region region) {
        final World world = new World(layout, config, region);
        world.header.begin(layout, config);
        return world;
    }

    /**
     * The world that {@code region} already holds, as it was after its last tick. The region is closed by it, or here
     * when it is refused.
     *
     * @throws WorldRefusedException if it is of another layout, content or size, or torn in the middle of a tick.
     */
    public static World attach(final Layout layout, final WorldConfig config, final Region region) {
        try {
            WorldRefusedException.check(new WorldHeader(region.memory()), layout, config, region);
            return new World(layout, config, region);
        } catch (final WorldRefusedException refusal) {
            region.close();
            throw refusal;
        }
    }

    /** Name, room, content. */
    public WorldConfig config() {
        return config;
    }

    /** Where columns lie. */
    public Layout layout() {
        return layout;
    }

    /** All chunks. Copy it to a local before a loop. */
    public MemorySegment memory() {
        return memory;
    }

    /** Chunks that hold entities or did; rows without an entity hold zero. */
    public int chunkCount() {
        return (header.indexEnd() + Layout.ROWS_PER_CHUNK - 1) >> Layout.ROW_BITS;
    }

    /** Offset of a chunk. */
    public long chunkBase(final int chunk) {
        return WorldHeader.BYTES + chunk * chunkBytes;
    }

    /** Offset of the chunk that holds {@code entity}'s row, be it alive or not. */
    public long baseOf(final long entity) {
        return chunkBase(EntityId.chunk(entity));
    }

    /** Structural changes of the running phase. */
    public Commands commands() {
        return commands;
    }

    /** Seed of everything random here. */
    public long seed() {
        return header.seed();
    }

    /** The last tick that ended. */
    public long tick() {
        return header.tickDone();
    }

    /** How many entities live. */
    public int alive() {
        return header.alive();
    }

    /** Indices whose generations are used up and which are never used again. */
    public int retired() {
        return header.retired();
    }

    /** Whether the entity of this id still lives. True from the moment it was given out. */
    public boolean isAlive(final long entity) {
        final int index = EntityId.index(entity);
        // Index 0 has an empty slot and NONE is 0, hence the test for at least 1.
        return index >= 1
                && index < header.indexEnd()
                && Layout.SLOT.get(memory, baseOf(entity), EntityId.row(entity)) == entity;
    }

    /** The id of whoever lives in a row, or {@link EntityId#NONE}. */
    public long entityAt(final int chunk, final int row) {
        final long slot = Layout.SLOT.get(memory, chunkBase(chunk), row);
        return (int) slot > 0 ? slot : EntityId.NONE;
    }

    /** Whether a living entity has a component; false for a dead one. */
    public boolean has(final long entity, final Component component) {
        return isAlive(entity) && component.isOn(memory, baseOf(entity), EntityId.row(entity));
    }

    /** Makes an entity without components. Between phases only. {@link EntityId#NONE} when the world is full. */
    public long spawn() {
        requireBetweenSystems();
        final long entity = reserve();
        if (entity != EntityId.NONE) {
            appear(entity);
        }
        return entity;
    }

    /** Ends an entity: all its columns are zero afterwards. Between phases only. False if it was dead. */
    public boolean despawn(final long entity) {
        requireBetweenSystems();
        if (!isAlive(entity)) {
            return false;
        }
        final long base = baseOf(entity);
        final int row = EntityId.row(entity);
        long rest = Layout.COMPONENTS.get(memory, base, row);
        while (rest != 0) {
            clear(base, row, Long.numberOfTrailingZeros(rest));
            rest &= rest - 1;
        }
        Layout.COMPONENTS.set(memory, base, row, 0);
        Bits.clear(memory, base + Layout.ALIVE, row);
        header.alive(header.alive() - 1);
        final int generation = EntityId.generation(entity);
        if (generation == EntityId.GENERATION_MAX) {
            Layout.SLOT.set(memory, base, row, (long) generation << 32);
            header.retired(header.retired() + 1);
        } else {
            Layout.SLOT.set(memory, base, row, (long) generation << 32 | Integer.toUnsignedLong(~header.freeHead()));
            header.freeHead(EntityId.index(entity));
        }
        return true;
    }

    /** Gives an entity a component, all zero. Between phases only. False if it is dead or has it. */
    public boolean add(final long entity, final Component component) {
        requireBetweenSystems();
        if (!isAlive(entity) || has(entity, component)) {
            return false;
        }
        final long base = baseOf(entity);
        final int row = EntityId.row(entity);
        Layout.COMPONENTS.set(memory, base, row, Layout.COMPONENTS.get(memory, base, row) | component.mask());
        Bits.set(memory, base + component.presence(), row);
        Bits.set(memory, base + component.dirty(), row);
        return true;
    }

    /** Takes a component away; its columns are zero afterwards. Between phases only. False if it was not there. */
    public boolean remove(final long entity, final Component component) {
        requireBetweenSystems();
        if (!has(entity, component)) {
            return false;
        }
        final long base = baseOf(entity);
        final int row = EntityId.row(entity);
        clear(base, row, component.id());
        Layout.COMPONENTS.set(memory, base, row, Layout.COMPONENTS.get(memory, base, row) & ~component.mask());
        return true;
    }

    /** Frees its memory. A world in a mapped region lives on in the file. */
    @Override
    public void close() {
        commands.close();
        region.close();
    }

    @Override
    public String toString() {
        return config.name() + " tick " + tick() + ", " + alive() + " entities in " + chunkCount() + " chunks";
    }

    WorldHeader header() {
        return header;
    }

    int componentCount() {
        return columns.length;
    }

    /** Not a copy. */
    Column[] columns(final int component) {
        return columns[component];
    }

    Component component(final int id) {
        return components.get(id);
    }

    /** Systems run between true and false; structure stands still meanwhile. */
    void running(final boolean on) {
        running = on;
    }

    /** An id whose row no query sees yet; {@link #appear} follows at the end of the phase. */
    long reserve() {
        final int head = header.freeHead();
        final int index = head != 0 ? head : header.indexEnd();
        if (index > config.entitiesMax()) {
            return EntityId.NONE;
        }
        final long base = chunkBase(index >> Layout.ROW_BITS);
        final int row = EntityId.row(index);
        final long slot = Layout.SLOT.get(memory, base, row);
        if (head != 0) {
            header.freeHead(~(int) slot);
        } else {
            header.indexEnd(index + 1);
        }
        final long entity = EntityId.of(index, EntityId.generation(slot) + 1);
        Layout.SLOT.set(memory, base, row, entity);
        header.alive(header.alive() + 1);
        return entity;
    }

    boolean appear(final long entity) {
        if (!isAlive(entity)) {
            return false;
        }
        Bits.set(memory, baseOf(entity) + Layout.ALIVE, EntityId.row(entity));
        return true;
    }

    boolean set(final long entity, final int component, final int column, final long value) {
        if (!has(entity, components.get(component))) {
            return false;
        }
        columns[component][column].write(memory, baseOf(entity), EntityId.row(entity), value);
        return true;
    }

    /** Id of the component whose column this is. Components lie in the order of their ids. */
    int ownerOf(final Column column) {
        int id = components.size() - 1;
        while (components.get(id).presence() > column.offsetInChunk()) {
            id--;
        }
        return id;
    }

    int indexOf(final int component, final Column column) {
        int index = 0;
        while (columns[component][index].offsetInChunk() != column.offsetInChunk()) {
            index++;
        }
        return index;
    }

    private void clear(final long base, final int row, final int component) {
        for (final Column column : columns[component]) {
            column.write(memory, base, row, 0);
        }
        final Component cleared = components.get(component);
        Bits.clear(memory, base + cleared.presence(), row);
        Bits.clear(memory, base + cleared.dirty(), row);
    }

    private void requireBetweenSystems() {
        if (running) {
            throw new IllegalStateException("structure changes between systems only: use commands()");
        }
    }
}
