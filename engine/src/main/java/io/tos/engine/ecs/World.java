package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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
 * <p>An entity's row is its index: chunk {@code index >> 10}, row {@code index & 1023}. Its {@link RowHead} says which
 * generation lives there and what it has.
 */
public final class World implements AutoCloseable {
    private static final Bundle BARE = new Bundle(0);

    private final WorldConfig config;
    private final Layout layout;
    private final Region region;
    private final MemorySegment memory;
    private final WorldHeader header;
    private final Commands commands;
    private final List<Component> components;
    private final Column[][] columns;
    private final long[][] columnOffsets;
    private final int[][] columnWidths;
    private final long savedMask;
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
        this.columnOffsets = new long[columns.length][];
        this.columnWidths = new int[columns.length][];
        long saved = 0;
        for (final Component component : components) {
            final List<Column> all = layout.columns(component);
            columns[component.id()] = all.toArray(new Column[0]);
            columnOffsets[component.id()] =
                    all.stream().mapToLong(Column::offsetInChunk).toArray();
            columnWidths[component.id()] =
                    all.stream().mapToInt(Column::widthBytes).toArray();
            saved |= layout.isSaved(component) ? component.mask() : 0;
        }
        this.savedMask = saved;
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
                && RowHead.slot(memory, baseOf(entity), EntityId.row(entity)) == entity;
    }

    /** The id of whoever lives in a row, or {@link EntityId#NONE}. */
    public long entityAt(final int chunk, final int row) {
        final long slot = RowHead.slot(memory, chunkBase(chunk), row);
        return (int) slot > 0 ? slot : EntityId.NONE;
    }

    /** Whether a living entity has a component; false for a dead one. */
    public boolean has(final long entity, final Component component) {
        return isAlive(entity) && component.isOn(memory, baseOf(entity), EntityId.row(entity));
    }

    /** Makes an entity without components. Between phases only. {@link EntityId#NONE} when the world is full. */
    public long spawn() {
        return spawn(BARE);
    }

    /** Makes an entity with the bundle's components, all zero. Between phases only. NONE when the world is full. */
    public long spawn(final Bundle bundle) {
        requireBetweenSystems();
        final long entity = reserve();
        if (entity != EntityId.NONE) {
            final long base = baseOf(entity);
            final int row = EntityId.row(entity);
            Bits.set(memory, base + Layout.ALIVE, row);
            grow(base, row, bundle.mask());
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
        shrink(base, row, RowHead.components(memory, base, row));
        Bits.clear(memory, base + Layout.ALIVE, row);
        header.alive(header.alive() - 1);
        final int generation = EntityId.generation(entity);
        if (generation == EntityId.GENERATION_MAX) {
            RowHead.slot(memory, base, row, (long) generation << 32);
            header.retired(header.retired() + 1);
        } else {
            RowHead.slot(memory, base, row, (long) generation << 32 | Integer.toUnsignedLong(~header.freeHead()));
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
        grow(baseOf(entity), EntityId.row(entity), component.mask());
        return true;
    }

    /** Takes a component away; its columns are zero afterwards. Between phases only. False if it was not there. */
    public boolean remove(final long entity, final Component component) {
        requireBetweenSystems();
        if (!has(entity, component)) {
            return false;
        }
        shrink(baseOf(entity), EntityId.row(entity), component.mask());
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
        final long slot = RowHead.slot(memory, base, row);
        if (head != 0) {
            header.freeHead(~(int) slot);
        } else {
            header.indexEnd(index + 1);
        }
        final long entity = EntityId.of(index, EntityId.generation(slot) + 1);
        RowHead.slot(memory, base, row, entity);
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

    private void grow(final long base, final int row, final long mask) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            final Component component = components.get(Long.numberOfTrailingZeros(rest));
            Bits.set(memory, base + component.presence(), row);
        }
        for (long rest = mask & savedMask; rest != 0; rest &= rest - 1) {
            final Component component = components.get(Long.numberOfTrailingZeros(rest));
            Bits.set(memory, base + component.dirty(), row);
        }
        RowHead.components(memory, base, row, RowHead.components(memory, base, row) | mask);
    }

    private void shrink(final long base, final int row, final long mask) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            final int id = Long.numberOfTrailingZeros(rest);
            final long[] offsets = columnOffsets[id];
            final int[] widths = columnWidths[id];
            for (int column = 0; column < offsets.length; column++) {
                zero(base + offsets[column], row, widths[column]);
            }
            Bits.clear(memory, base + components.get(id).presence(), row);
        }
        for (long rest = mask & savedMask; rest != 0; rest &= rest - 1) {
            Bits.clear(
                    memory,
                    base + components.get(Long.numberOfTrailingZeros(rest)).dirty(),
                    row);
        }
        RowHead.components(memory, base, row, RowHead.components(memory, base, row) & ~mask);
    }

    private void zero(final long column, final int row, final int widthBytes) {
        switch (widthBytes) {
            case Integer.BYTES -> memory.set(JAVA_INT, column + (long) row * Integer.BYTES, 0);
            case Long.BYTES -> memory.set(JAVA_LONG, column + (long) row * Long.BYTES, 0);
            case Short.BYTES -> memory.set(JAVA_SHORT, column + (long) row * Short.BYTES, (short) 0);
            default -> memory.set(JAVA_BYTE, column + row, (byte) 0);
        }
    }

    private void requireBetweenSystems() {
        if (running) {
            throw new IllegalStateException("structure changes between systems only: use commands()");
        }
    }
}
