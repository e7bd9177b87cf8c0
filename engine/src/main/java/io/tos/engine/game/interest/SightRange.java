package io.tos.engine.game.interest;

import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Kind;
import java.util.Arrays;

/** How far each sort of entity is seen: it comes into sight at one distance and is lost at a tenth more. */
public final class SightRange {
    private static final int[] ENTER = new int[Kind.SORTS];
    private static final long[] ENTER_SQUARE = new long[Kind.SORTS];
    private static final long[] LEAVE_SQUARE = new long[Kind.SORTS];

    static {
        Arrays.fill(ENTER, Fixed.cm(10_000));
        ENTER[Kind.PLAYER] = Fixed.cm(12_000);
        ENTER[Kind.PROJECTILE] = Fixed.cm(12_000);
        ENTER[Kind.BOSS] = Fixed.cm(20_000);
        ENTER[Kind.MOUNT] = Fixed.cm(15_000);
        ENTER[Kind.BUILDING] = Fixed.cm(25_000);
        ENTER[Kind.NODE] = Fixed.cm(6_000);
        ENTER[Kind.ITEM] = Fixed.cm(4_000);
        ENTER[Kind.EFFECT] = Fixed.cm(8_000);
        for (int sort = 0; sort < Kind.SORTS; sort++) {
            final long leave = ENTER[sort] * 11L / 10;
            ENTER_SQUARE[sort] = (long) ENTER[sort] * ENTER[sort];
            LEAVE_SQUARE[sort] = leave * leave;
        }
    }

    private SightRange() {}

    /** Distance at which a sort comes into sight, in position units. */
    public static int enter(final int sort) {
        return ENTER[sort];
    }

    /** Square of {@link #enter}. */
    public static long enterSquare(final int sort) {
        return ENTER_SQUARE[sort];
    }

    /** Square of the distance beyond which a sort is lost from sight. */
    public static long leaveSquare(final int sort) {
        return LEAVE_SQUARE[sort];
    }

    /** The widest range of the sorts whose bits are set, in position units; 0 for none. */
    static int widest(final int sorts) {
        int widest = 0;
        for (int sort = 0; sort < Kind.SORTS; sort++) {
            if ((sorts >>> sort & 1) != 0) {
                widest = Math.max(widest, ENTER[sort]);
            }
        }
        return widest;
    }
}
