package io.tos.engine.game.place;

import io.tos.engine.game.core.Fixed;

/**
 * Questions about who is near, answered exactly from a {@link Grid} as of its last update. All in the plane: height is
 * the asker's to judge. Lengths in position units up to 1,000 m; order of the answers is by square, then index, unless
 * said. Tick thread only; allocates nothing.
 */
public final class Nearby {
    private final Grid grid;

    /** @param grid to ask. */
    public Nearby(final Grid grid) {
        this.grid = grid;
    }

    /** Everybody within {@code radius} of a point, including its edge; measure is the square of the distance. */
    public void radius(final int x, final int y, final int radius, final Found found) {
        found.clear();
        final long most = (long) radius * radius;
        for (int row = grid.row((long) y - radius), last = grid.row((long) y + radius); row <= last; row++) {
            final int end = grid.endPlace(grid.column((long) x + radius), row);
            for (int place = grid.firstPlace(grid.column((long) x - radius), row); place < end; place++) {
                final long distance = distanceSquare(x, y, place);
                if (distance <= most) {
                    found.add(grid.index(place), distance);
                }
            }
        }
    }

    /**
     * Everybody within {@code radius} whose direction differs from {@code yaw} by at most {@code halfAngle}, both in
     * 1/65,536 turn, {@code halfAngle} up to a half; who stands on the point itself is in it. Measure: distance squared.
     */
    public void cone(
            final int x, final int y, final int yaw, final int halfAngle, final int radius, final Found found) {
        found.clear();
        final long most = (long) radius * radius;
        final long cos = Fixed.cos(yaw);
        final long sin = Fixed.sin(yaw);
        final long least = Fixed.cos(halfAngle);
        for (int row = grid.row((long) y - radius), last = grid.row((long) y + radius); row <= last; row++) {
            final int end = grid.endPlace(grid.column((long) x + radius), row);
            for (int place = grid.firstPlace(grid.column((long) x - radius), row); place < end; place++) {
                final long distance = distanceSquare(x, y, place);
                final long ahead = ((long) grid.x(place) - x) * cos + ((long) grid.y(place) - y) * sin;
                if (distance <= most && ahead >= least * Fixed.root(distance)) {
                    found.add(grid.index(place), distance);
                }
            }
        }
    }

    /**
     * Everybody in a rectangle that begins at a point, reaches {@code length} in the direction {@code yaw} and
     * {@code halfWidth} to either side. Measure: how far ahead, in position units.
     */
    public void rectangle(
            final int x, final int y, final int yaw, final int length, final int halfWidth, final Found found) {
        found.clear();
        final long cos = Fixed.cos(yaw);
        final long sin = Fixed.sin(yaw);
        // The circle around the rectangle's origin holds all of it.
        final int reach = Fixed.length(length, halfWidth) + 1;
        for (int row = grid.row((long) y - reach), last = grid.row((long) y + reach); row <= last; row++) {
            final int end = grid.endPlace(grid.column((long) x + reach), row);
            for (int place = grid.firstPlace(grid.column((long) x - reach), row); place < end; place++) {
                final long deltaX = (long) grid.x(place) - x;
                final long deltaY = (long) grid.y(place) - y;
                final long ahead = (deltaX * cos + deltaY * sin) >> 16;
                final long aside = (deltaY * cos - deltaX * sin) >> 16;
                if (ahead >= 0 && ahead <= length && Math.abs(aside) <= halfWidth) {
                    found.add(grid.index(place), ahead);
                }
            }
        }
    }

    /**
     * Whom a ray of {@code length} meets, nearest first, at most {@code most}: bodies of {@link Body#RADIUS} whose middle
     * lies that near to it. Measure: how far along the ray, in position units.
     */
    public void ray(final int x, final int y, final int yaw, final int length, final int most, final Found found) {
        found.clear();
        final int endX = x + (int) (((long) length * Fixed.cos(yaw)) >> 16);
        final int endY = y + (int) (((long) length * Fixed.sin(yaw)) >> 16);
        final long cos = Fixed.cos(yaw);
        final long sin = Fixed.sin(yaw);
        final int margin = Body.RADIUS + 2;
        final int west = grid.column((long) Math.min(x, endX) - margin);
        final int east = grid.column((long) Math.max(x, endX) + margin);
        final int north = grid.row((long) Math.max(y, endY) + margin);
        for (int row = grid.row((long) Math.min(y, endY) - margin); row <= north; row++) {
            final int end = grid.endPlace(east, row);
            for (int place = grid.firstPlace(west, row); place < end; place++) {
                final long deltaX = (long) grid.x(place) - x;
                final long deltaY = (long) grid.y(place) - y;
                final long along = (deltaX * cos + deltaY * sin) >> 16;
                final long aside = (deltaY * cos - deltaX * sin) >> 16;
                if (along >= 0 && along <= length && Math.abs(aside) <= Body.RADIUS) {
                    found.insert(grid.index(place), along, most);
                }
            }
        }
    }

    /**
     * The {@code most} nearest to a point, nearest first, then by index; squares are read in rings outwards until no nearer
     * one can come. Measure: distance squared.
     */
    public void nearest(final int x, final int y, final int most, final Found found) {
        found.clear();
        final int column = grid.column(x);
        final int row = grid.row(y);
        final int rings = Math.max(grid.columns(), grid.rows());
        for (int ring = 0; ring < rings; ring++) {
            for (int at = Math.max(0, row - ring); at <= Math.min(grid.rows() - 1, row + ring); at++) {
                final int apart = at == row - ring || at == row + ring ? 1 : Math.max(1, 2 * ring);
                for (int beside = column - ring; beside <= column + ring; beside += apart) {
                    rank(x, y, beside, at, most, found);
                }
            }
            // Whoever is not in a square read so far is further away than this ring is wide.
            final long beyond = (long) ring << Grid.CELL_SHIFT;
            if (found.count() == most && found.measure(most - 1) < beyond * beyond) {
                return;
            }
        }
    }

    private void rank(final int x, final int y, final int column, final int row, final int most, final Found found) {
        if (column < 0 || column >= grid.columns()) {
            return;
        }
        for (int place = grid.firstPlace(column, row), end = grid.endPlace(column, row); place < end; place++) {
            found.insert(grid.index(place), distanceSquare(x, y, place), most);
        }
    }

    private long distanceSquare(final int x, final int y, final int place) {
        final long deltaX = (long) grid.x(place) - x;
        final long deltaY = (long) grid.y(place) - y;
        return deltaX * deltaX + deltaY * deltaY;
    }
}
