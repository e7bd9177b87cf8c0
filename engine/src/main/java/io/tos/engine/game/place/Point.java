package io.tos.engine.game.place;

/** A place in the plane in one long, so that a method can return it without garbage. */
public final class Point {
    private Point() {}

    /** Both coordinates together. */
    public static long of(final int x, final int y) {
        return (long) x << 32 | Integer.toUnsignedLong(y);
    }

    /** East. */
    public static int x(final long point) {
        return (int) (point >> 32);
    }

    /** North. */
    public static int y(final long point) {
        return (int) point;
    }
}
