package io.tos.engine.protocol;

/** Versions of the wire format: major in the high byte, minor in the low. */
public final class ProtocolVersion {
    /** Version 1.0. */
    public static final int V1_0 = 0x0100;

    /** Lowest this build speaks. */
    public static final int LOWEST = V1_0;

    /** Highest this build speaks. */
    public static final int HIGHEST = V1_0;

    private ProtocolVersion() {}

    /** Server: the version for a client that wants {@code wanted}; what it cannot speak is answered with its highest. */
    public static int choose(final int wanted) {
        return wanted >= LOWEST && wanted <= HIGHEST ? wanted : HIGHEST;
    }

    /**
     * Client: the one version right for both sides, or -1 if they share none. A CHALLENGE that chose another was edited
     * or answers a HELLO that asked for another.
     */
    public static int best(final int serverLowest, final int serverHighest) {
        final int highest = Math.min(HIGHEST, serverHighest);
        return serverLowest <= serverHighest && highest >= Math.max(LOWEST, serverLowest) ? highest : -1;
    }

    /** Whether this is one of the nonsense versions 0x?A?A that clients sometimes ask for, to keep servers honest. */
    public static boolean isGrease(final int version) {
        return (version & 0x0F0F) == 0x0A0A;
    }
}
