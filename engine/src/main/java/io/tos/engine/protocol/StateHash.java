package io.tos.engine.protocol;

/**
 * The 32-bit hash by which client and server see whether they agree on states. Not for secrets.
 *
 * <pre> h = START; per entity, in order: add(net id), add(place), add(looks); result = (h * FACTOR) >>> 32 </pre>
 */
public final class StateHash {
    /** Value to begin with. */
    public static final long START = 0x746F_7331_746F_7331L;

    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private StateHash() {}

    /** Mixes one word in: {@code h = (h xor word) * FACTOR; h = h xor (h >>> 32)}. */
    public static long add(final long hash, final long word) {
        final long mixed = (hash ^ word) * FACTOR;
        return mixed ^ (mixed >>> 32);
    }

    /** Mixes one entity in. */
    public static long add(final long hash, final int netId, final long place, final long looks) {
        return add(add(add(hash, Integer.toUnsignedLong(netId)), place), looks);
    }

    /** The 32 bits that travel. */
    public static int result(final long hash) {
        return (int) ((hash * FACTOR) >>> 32);
    }
}
