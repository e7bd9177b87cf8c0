package io.tos.engine.game.place;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.content.Area;
import io.tos.engine.ecs.Layout;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Who stands in which square of 32 m of a map: places sorted by square, made anew from the positions each tick by
 * counting, so that a crowd costs no more than a scattered world and a question reads memory in one run per row of
 * squares. Tick thread only. Allocates nothing; no part of the world's state. {@link Nearby} asks the questions.
 *
 * <pre> starts: per square and one more, index of its first place u32 | places: x, y, z, entity index i32 each </pre>
 */
public final class Grid implements AutoCloseable {
    /** A square is 2^21 position units wide: 32 m. */
    static final int CELL_SHIFT = 21;

    private static final int PLACE_BYTES = 16;
    private static final Query PLACED = Query.having(Position.ON);

    private final Region region;
    private final MemorySegment memory;
    private final int firstColumn;
    private final int firstRow;
    private final int columns;
    private final int rows;
    private final long places;

    /**
     * @param bounds of the map; whoever is outside counts as in the nearest square.
     * @param entitiesMax of its world.
     */
    public Grid(final Area bounds, final int entitiesMax) {
        firstColumn = Fixed.cm(bounds.westCm()) >> CELL_SHIFT;
        firstRow = Fixed.cm(bounds.southCm()) >> CELL_SHIFT;
        columns = (Fixed.cm(bounds.eastCm()) >> CELL_SHIFT) - firstColumn + 1;
        rows = (Fixed.cm(bounds.northCm()) >> CELL_SHIFT) - firstRow + 1;
        places = (((long) columns * rows + 2) * Integer.BYTES + 63) & -64L;
        region = Region.shared("grid", places + (long) entitiesMax * PLACE_BYTES, 64);
        memory = region.memory();
    }

    /** Takes over where everybody stands now. Within a square they keep the order of their indices. */
    public void update(final World world) {
        for (long at = 0; at < places; at += Long.BYTES) {
            memory.set(JAVA_LONG, at, 0);
        }
        // Counted two squares ahead, so that after summing and placing each start stands where it belongs.
        walk(world, true);
        int sum = 0;
        for (int cell = 0, count = columns * rows; cell < count + 2; cell++) {
            sum += memory.get(JAVA_INT, start(cell));
            memory.set(JAVA_INT, start(cell), sum);
        }
        walk(world, false);
    }

    /** Squares from west to east. */
    int columns() {
        return columns;
    }

    /** Squares from south to north. */
    int rows() {
        return rows;
    }

    /** The column of squares that holds this coordinate. */
    int column(final long x) {
        return (int) Math.clamp((x >> CELL_SHIFT) - firstColumn, 0L, columns - 1L);
    }

    /** The row of squares that holds this coordinate. */
    int row(final long y) {
        return (int) Math.clamp((y >> CELL_SHIFT) - firstRow, 0L, rows - 1L);
    }

    /** First place of a square. Squares of a row lie one after the other; the end is the start of the next square. */
    int firstPlace(final int column, final int row) {
        return memory.get(JAVA_INT, start(row * columns + column));
    }

    /** One past the last place of a square. */
    int endPlace(final int column, final int row) {
        return memory.get(JAVA_INT, start(row * columns + column + 1));
    }

    int x(final int place) {
        return memory.get(JAVA_INT, places + (long) place * PLACE_BYTES);
    }

    int y(final int place) {
        return memory.get(JAVA_INT, places + (long) place * PLACE_BYTES + 4);
    }

    int z(final int place) {
        return memory.get(JAVA_INT, places + (long) place * PLACE_BYTES + 8);
    }

    int index(final int place) {
        return memory.get(JAVA_INT, places + (long) place * PLACE_BYTES + 12);
    }

    /** Frees its memory. */
    @Override
    public void close() {
        region.close();
    }

    private void walk(final World world, final boolean counting) {
        final MemorySegment data = world.memory();
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long placed = PLACED.rows(data, base, word); placed != 0; placed &= placed - 1) {
                    final int row = Query.row(word, placed);
                    final int x = Position.X.get(data, base, row);
                    final int y = Position.Y.get(data, base, row);
                    final int cell = row(y) * columns + column(x);
                    if (counting) {
                        memory.set(JAVA_INT, start(cell + 2), memory.get(JAVA_INT, start(cell + 2)) + 1);
                    } else {
                        put(cell, x, y, Position.Z.get(data, base, row), (chunk << Layout.ROW_BITS) + row);
                    }
                }
            }
        }
    }

    private void put(final int cell, final int x, final int y, final int z, final int index) {
        final int place = memory.get(JAVA_INT, start(cell + 1));
        memory.set(JAVA_INT, start(cell + 1), place + 1);
        final long at = places + (long) place * PLACE_BYTES;
        memory.set(JAVA_INT, at, x);
        memory.set(JAVA_INT, at + 4, y);
        memory.set(JAVA_INT, at + 8, z);
        memory.set(JAVA_INT, at + 12, index);
    }

    private static long start(final int cell) {
        return (long) cell * Integer.BYTES;
    }
}
