package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Column;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Structural changes that systems ask for: carried out when their phase ends, in the order they were asked. Tick thread
 * only. What makes no sense by then (the entity is dead, has the component already, lacks the column's component) is
 * ignored and counted.
 *
 * <pre> record: 0 kind u32 | 4 component u32 | 8 entity u64 | 16 column u32, in its component | 24 value u64 </pre>
 */
public final class Commands implements AutoCloseable {
    private static final int RECORD_BYTES = 32;
    private static final int APPEAR = 0;
    private static final int DESPAWN = 1;
    private static final int ADD = 2;
    private static final int REMOVE = 3;
    private static final int SET = 4;

    private final World world;
    private final Region region;
    private final MemorySegment memory;
    private final int commandsMax;
    private int count;
    private long ignored;

    Commands(final World world, final int commandsMax) {
        this.world = world;
        this.commandsMax = commandsMax;
        this.region = Region.shared("commands " + world.config().name(), (long) commandsMax * RECORD_BYTES, 64);
        this.memory = region.memory();
    }

    /**
     * A new entity. Its id is good at once, for further commands and for columns; queries see it from the next phase.
     * {@link EntityId#NONE} when the world is full: commands for it are ignored.
     */
    public long spawn() {
        final long entity = world.reserve();
        record(APPEAR, 0, entity, 0, 0);
        return entity;
    }

    /** Ends an entity. */
    public void despawn(final long entity) {
        record(DESPAWN, 0, entity, 0, 0);
    }

    /** Gives an entity a component, all zero. */
    public void add(final long entity, final Component component) {
        record(ADD, component.id(), entity, 0, 0);
    }

    /** Takes a component away. */
    public void remove(final long entity, final Component component) {
        record(REMOVE, component.id(), entity, 0, 0);
    }

    /** Sets a column of a component the entity has by then, from the low bits of {@code value}. */
    public void set(final long entity, final Column column, final long value) {
        final int component = world.ownerOf(column);
        record(SET, component, entity, world.indexOf(component, column), value);
    }

    /** How many wait. */
    public int count() {
        return count;
    }

    /** How many were ignored since the world was opened. */
    public long ignored() {
        return ignored;
    }

    /** Carries out what waits. Called by {@link Schedule} after each phase, and between ticks by whoever used it there. */
    public void apply() {
        for (int index = 0; index < count; index++) {
            if (!apply((long) index * RECORD_BYTES)) {
                ignored++;
            }
        }
        count = 0;
    }

    /** Frees its memory. */
    @Override
    public void close() {
        region.close();
    }

    private boolean apply(final long at) {
        final int component = memory.get(JAVA_INT, at + 4);
        final long entity = memory.get(JAVA_LONG, at + 8);
        return switch (memory.get(JAVA_INT, at)) {
            case APPEAR -> world.appear(entity);
            case DESPAWN -> world.despawn(entity);
            case ADD -> world.add(entity, world.component(component));
            case REMOVE -> world.remove(entity, world.component(component));
            default -> world.set(entity, component, memory.get(JAVA_INT, at + 16), memory.get(JAVA_LONG, at + 24));
        };
    }

    private void record(final int kind, final int component, final long entity, final int column, final long value) {
        if (count == commandsMax) {
            throw new IllegalStateException(world.config().name() + ": more than " + commandsMax + " commands a phase");
        }
        final long at = (long) count * RECORD_BYTES;
        memory.set(JAVA_INT, at, kind);
        memory.set(JAVA_INT, at + 4, component);
        memory.set(JAVA_LONG, at + 8, entity);
        memory.set(JAVA_INT, at + 16, column);
        memory.set(JAVA_LONG, at + 24, value);
        count++;
    }
}
