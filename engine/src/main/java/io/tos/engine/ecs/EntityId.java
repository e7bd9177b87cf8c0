package io.tos.engine.ecs;

/**
 * Names one entity of one world, for as long as the world lives. Never leaves its world: the wire and saves have names
 * of their own.
 *
 * <pre> bits 0 to 31 index (the row, across all chunks) | 32 to 62 generation, from 1 | 63 zero </pre>
 */
public final class EntityId {
    /** No entity; what a column of ids holds where nothing was set. */
    public static final long NONE = 0;

    /** The last generation of an index; after it the index is never used again. */
    public static final int GENERATION_MAX = Integer.MAX_VALUE;

    private EntityId() {}

    /** The id of a generation of an index. */
    public static long of(final int index, final int generation) {
        return (long) generation << 32 | index;
    }

    /** The row across all chunks, from 1: index 0 stays empty so that no id is {@link #NONE}. */
    public static int index(final long id) {
        return (int) id;
    }

    /** Which chunk holds the row. */
    public static int chunk(final long id) {
        return (int) id >> Layout.ROW_BITS;
    }

    /** The row in its chunk. */
    public static int row(final long id) {
        return (int) id & Layout.ROWS_PER_CHUNK - 1;
    }

    /** How often the index had been given out when this id was made. */
    public static int generation(final long id) {
        return (int) (id >>> 32);
    }

    /** For messages: index and generation. */
    public static String text(final long id) {
        return id == NONE ? "none" : index(id) + "#" + generation(id);
    }
}
