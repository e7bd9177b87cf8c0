package io.tos.engine.net.session;

/**
 * The times a session lives by, in nanoseconds.
 *
 * @param tickNs one server tick.
 * @param idleMaxNs a peer silent for longer is gone.
 * @param openMaxNs an opened session whose peer sends nothing authentic for longer is forgotten.
 * @param keepAliveNs after so long without sending, a PING leaves.
 * @param activityMaxNs an established peer takes part at least this often.
 * @param firstInputMaxNs after entering the world the first input comes within this.
 * @param stallMaxNs reliable messages may wait for a first ack this long.
 * @param partialMaxNs a message in fragments may wait for its next fragment this long.
 */
public record SessionTiming(
        long tickNs,
        long idleMaxNs,
        long openMaxNs,
        long keepAliveNs,
        long activityMaxNs,
        long firstInputMaxNs,
        long stallMaxNs,
        long partialMaxNs) {
    private static final long SECOND_NS = 1_000_000_000L;

    /** What servers and clients use. */
    public static final SessionTiming DEFAULT = new SessionTiming(
            SECOND_NS / 60,
            10 * SECOND_NS,
            5 * SECOND_NS,
            SECOND_NS,
            10 * SECOND_NS,
            5 * SECOND_NS,
            10 * SECOND_NS,
            10 * SECOND_NS);

    /** Checks the ranges. */
    public SessionTiming {
        if (tickNs <= 0
                || idleMaxNs <= 0
                || openMaxNs <= 0
                || keepAliveNs <= 0
                || activityMaxNs <= 0
                || firstInputMaxNs <= 0
                || stallMaxNs <= 0
                || partialMaxNs <= 0) {
            throw new IllegalArgumentException("session times must be above 0");
        }
    }
}
