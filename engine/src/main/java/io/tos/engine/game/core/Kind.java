package io.tos.engine.game.core;

/**
 * Numbers of what an entity is, as {@link Identity#KIND} and the wire have them: the highest four of 16 bits are its sort,
 * the others the content's number within the sort.
 */
public final class Kind {
    /** Sort: somebody's avatar. */
    public static final int PLAYER = 0;

    /** Sort: beasts, townsfolk, guards. */
    public static final int CREATURE = 1;

    /** Sort: arrows, bolts, things thrown. */
    public static final int PROJECTILE = 2;

    /** Sort: a creature that is seen from far. */
    public static final int BOSS = 3;

    /** Sort: ridden animals. */
    public static final int MOUNT = 4;

    /** Sort: what was built and does not move. */
    public static final int BUILDING = 5;

    /** Sort: what can be gathered from. */
    public static final int NODE = 6;

    /** Sort: things that lie on the ground. */
    public static final int ITEM = 7;

    /** Sort: a place where something works. */
    public static final int EFFECT = 8;

    /** How many sorts a kind can tell apart. */
    public static final int SORTS = 16;

    private static final int SORT_SHIFT = 12;

    private Kind() {}

    /** A kind of a sort; {@code number} is 0 to 4,095. */
    public static int of(final int sort, final int number) {
        assert sort >= 0 && sort < SORTS && number >= 0 && number < 1 << SORT_SHIFT : sort + ", " + number;
        return sort << SORT_SHIFT | number;
    }

    /** The sort of a kind; of the column's value too, which is signed. */
    public static int sort(final int kind) {
        return (kind & 0xFFFF) >>> SORT_SHIFT;
    }
}
