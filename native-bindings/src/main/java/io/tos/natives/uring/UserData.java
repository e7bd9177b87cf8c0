package io.tos.natives.uring;

/**
 * What travels with a submission and comes back with its completion.
 *
 * <pre> 63..32 kind | 31..0 index, not negative </pre>
 */
public final class UserData {
    private UserData() {}

    /** Packs both; what they mean is the ring owner's affair. */
    public static long of(final int kind, final int index) {
        return (long) kind << Integer.SIZE | index;
    }

    /** The upper half. */
    public static int kind(final long userData) {
        return (int) (userData >>> Integer.SIZE);
    }

    /** The lower half. */
    public static int index(final long userData) {
        return (int) userData;
    }
}
