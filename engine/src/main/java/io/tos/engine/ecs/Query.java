package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Which rows a system looks at: those that have some components and lack others. Made once, kept in a field; asking it
 * allocates nothing. The loop belongs to the system, over the words of presence bits of each chunk:
 *
 * <pre>
 *  for (int word = 0; word &lt; Query.WORDS; word++) {
 *      for (long rows = QUERY.rows(memory, base, word); rows != 0; rows &amp;= rows - 1) {
 *          final int row = Query.row(word, rows);
 * </pre>
 *
 * What it answers stands still while a system runs, because structure does.
 */
public final class Query {
    /** Words of 64 rows in a chunk. */
    public static final int WORDS = Layout.ROWS_PER_CHUNK / 64;

    private final long[] having;
    private final long[] lacking;

    private Query(final long[] having, final long[] lacking) {
        this.having = having;
        this.lacking = lacking;
    }

    /** Living rows that have all of these; with none, all living rows. */
    public static Query having(final Component... components) {
        return new Query(presence(components), new long[0]);
    }

    /** The same, but only rows that have none of these. */
    public Query without(final Component... components) {
        return new Query(having, presence(components));
    }

    /** The matching rows of a word of the chunk at {@code base}: bit {@code n} is row {@code word * 64 + n}. */
    public long rows(final MemorySegment memory, final long base, final int word) {
        final long offset = base + (long) word * Long.BYTES;
        long rows = memory.get(JAVA_LONG, offset + Layout.ALIVE);
        for (int index = 0; index < having.length && rows != 0; index++) {
            rows &= memory.get(JAVA_LONG, offset + having[index]);
        }
        for (int index = 0; index < lacking.length && rows != 0; index++) {
            rows &= ~memory.get(JAVA_LONG, offset + lacking[index]);
        }
        return rows;
    }

    /** The row of the lowest bit of {@code rows}, which is not 0. */
    public static int row(final int word, final long rows) {
        return (word << 6) + Long.numberOfTrailingZeros(rows);
    }

    /** How many rows match in the whole world. */
    public int count(final World world) {
        final MemorySegment memory = world.memory();
        int count = 0;
        for (int chunk = 0, chunks = world.chunkCount(); chunk < chunks; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < WORDS; word++) {
                count += Long.bitCount(rows(memory, base, word));
            }
        }
        return count;
    }

    private static long[] presence(final Component... components) {
        return Arrays.stream(components).mapToLong(Component::presence).toArray();
    }
}
