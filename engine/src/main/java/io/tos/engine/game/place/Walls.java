package io.tos.engine.game.place;

import io.tos.engine.content.Wall;
import io.tos.engine.game.core.Fixed;
import java.util.Arrays;
import java.util.List;

/**
 * The solid boxes of a map, found by squares of 4 m: each square lists the walls that come within a body's reach of it.
 * Immutable; answers allocate nothing.
 */
public final class Walls {
    private static final int CELL_SHIFT = 18;
    private static final int CONTACTS_MAX = 3;
    private static final int[] NONE = new int[0];

    private final int[] west;
    private final int[] south;
    private final int[] east;
    private final int[] north;
    private final int[] bottom;
    private final int[] top;
    private final int firstColumn;
    private final int firstRow;
    private final int columns;
    private final int rows;
    private final int[][] cells;

    /** @param walls of one map. */
    public Walls(final List<Wall> walls) {
        west = walls.stream().mapToInt(wall -> Fixed.cm(wall.area().westCm())).toArray();
        south = walls.stream().mapToInt(wall -> Fixed.cm(wall.area().southCm())).toArray();
        east = walls.stream().mapToInt(wall -> Fixed.cm(wall.area().eastCm())).toArray();
        north = walls.stream().mapToInt(wall -> Fixed.cm(wall.area().northCm())).toArray();
        bottom = walls.stream().mapToInt(wall -> Fixed.cm(wall.bottomCm())).toArray();
        top = walls.stream().mapToInt(wall -> Fixed.cm(wall.topCm())).toArray();
        firstColumn = (Arrays.stream(west).min().orElse(0) - Body.RADIUS) >> CELL_SHIFT;
        firstRow = (Arrays.stream(south).min().orElse(0) - Body.RADIUS) >> CELL_SHIFT;
        columns = ((Arrays.stream(east).max().orElse(0) + Body.RADIUS) >> CELL_SHIFT) - firstColumn + 1;
        rows = ((Arrays.stream(north).max().orElse(0) + Body.RADIUS) >> CELL_SHIFT) - firstRow + 1;
        cells = new int[columns * rows][0];
        for (int wall = 0; wall < west.length; wall++) {
            list(wall);
        }
    }

    /** Pushes a body at {@code point} with feet at {@code z} out of what blocks it, sliding along up to three walls. */
    public long pushOut(final long point, final int z) {
        long free = point;
        for (int contact = 0; contact < CONTACTS_MAX; contact++) {
            final int wall = blocking(free, z);
            if (wall < 0) {
                return free;
            }
            free = pushFrom(free, wall);
        }
        return free;
    }

    /** Whether a body at {@code point} with feet at {@code z} is inside something it cannot step onto. */
    public boolean isBlocked(final long point, final int z) {
        return blocking(point, z) >= 0;
    }

    /** Height of the highest wall under {@code point} that feet at {@code z} reach with a step, at least {@code ground}. */
    public int floor(final long point, final int z, final int ground) {
        int floor = ground;
        for (final int wall : cell(point)) {
            if (top[wall] <= z + Body.STEP && top[wall] > floor && distanceSquare(point, wall) == 0) {
                floor = top[wall];
            }
        }
        return floor;
    }

    /** Where the feet are when the head meets the lowest wall above a body at {@code z}; the largest int if none does. */
    public int ceiling(final long point, final int z) {
        int lowest = Integer.MAX_VALUE;
        for (final int wall : cell(point)) {
            if (bottom[wall] >= z + Body.HEIGHT && isNear(point, wall)) {
                lowest = Math.min(lowest, bottom[wall] - Body.HEIGHT);
            }
        }
        return lowest;
    }

    private int blocking(final long point, final int z) {
        for (final int wall : cell(point)) {
            if (top[wall] > z + Body.STEP && bottom[wall] < z + Body.HEIGHT && isNear(point, wall)) {
                return wall;
            }
        }
        return -1;
    }

    private long pushFrom(final long point, final int wall) {
        final int x = Point.x(point);
        final int y = Point.y(point);
        final int deltaX = x - Math.clamp(x, west[wall], east[wall]);
        final int deltaY = y - Math.clamp(y, south[wall], north[wall]);
        if (deltaX == 0 && deltaY == 0) {
            return leave(x, y, wall);
        }
        final int distance = Fixed.length(deltaX, deltaY);
        // One unit more than the radius: rounding down must not leave it touching.
        return Point.of(x - deltaX + away(deltaX, distance), y - deltaY + away(deltaY, distance));
    }

    private static int away(final int delta, final int distance) {
        final long scaled = (long) delta * (Body.RADIUS + 1);
        return (int) (scaled > 0 ? (scaled + distance - 1) / distance : -((-scaled + distance - 1) / distance));
    }

    /** The axis of the body is inside the wall: out by the nearest side. */
    private long leave(final int x, final int y, final int wall) {
        final int toWest = x - west[wall];
        final int toEast = east[wall] - x;
        final int toSouth = y - south[wall];
        final int toNorth = north[wall] - y;
        final int least = Math.min(Math.min(toWest, toEast), Math.min(toSouth, toNorth));
        if (least == toWest) {
            return Point.of(west[wall] - Body.RADIUS - 1, y);
        }
        if (least == toEast) {
            return Point.of(east[wall] + Body.RADIUS + 1, y);
        }
        return Point.of(x, least == toSouth ? south[wall] - Body.RADIUS - 1 : north[wall] + Body.RADIUS + 1);
    }

    private boolean isNear(final long point, final int wall) {
        return distanceSquare(point, wall) < (long) Body.RADIUS * Body.RADIUS;
    }

    private long distanceSquare(final long point, final int wall) {
        final long deltaX = (long) Point.x(point) - Math.clamp(Point.x(point), west[wall], east[wall]);
        final long deltaY = (long) Point.y(point) - Math.clamp(Point.y(point), south[wall], north[wall]);
        return deltaX * deltaX + deltaY * deltaY;
    }

    private int[] cell(final long point) {
        final int column = (Point.x(point) >> CELL_SHIFT) - firstColumn;
        final int row = (Point.y(point) >> CELL_SHIFT) - firstRow;
        final boolean inside = column >= 0 && column < columns && row >= 0 && row < rows;
        return inside ? cells[row * columns + column] : NONE;
    }

    private void list(final int wall) {
        final int lastColumn = ((east[wall] + Body.RADIUS) >> CELL_SHIFT) - firstColumn;
        final int lastRow = ((north[wall] + Body.RADIUS) >> CELL_SHIFT) - firstRow;
        for (int row = ((south[wall] - Body.RADIUS) >> CELL_SHIFT) - firstRow; row <= lastRow; row++) {
            for (int column = ((west[wall] - Body.RADIUS) >> CELL_SHIFT) - firstColumn;
                    column <= lastColumn;
                    column++) {
                final int[] before = cells[row * columns + column];
                final int[] after = Arrays.copyOf(before, before.length + 1);
                after[before.length] = wall;
                cells[row * columns + column] = after;
            }
        }
    }
}
