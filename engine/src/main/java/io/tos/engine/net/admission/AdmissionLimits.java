package io.tos.engine.net.admission;

/**
 * How many may knock, wait and stay. Rates are per second with a burst; a host is an IPv4 address or an IPv6 /64, a
 * prefix an IPv4 /24 or an IPv6 /56.
 *
 * @param challengesPerSecond cookies handed out by the whole server.
 * @param challengesPerPrefix cookies per prefix, burst twice as many.
 * @param connectsPerHost CONNECTs per host that may cost a token check, burst twice as many.
 * @param connectsPerPrefix the same per prefix.
 * @param halfOpenMax handshakes that wait for the curve or for key confirmation.
 * @param halfOpenPerPrefixMax the same per prefix.
 * @param sessionsMax players at once.
 * @param sessionsPerHostMax sessions and handshakes of one host.
 * @param reservedSlots of {@code sessionsMax}, kept for staff and for players who resume.
 * @param entriesPerMinute entries per account, burst as many.
 * @param waitingMax accounts that may stand in the queue of a full server.
 * @param duplicateLogin what happens when an account comes in twice.
 */
public record AdmissionLimits(
        int challengesPerSecond,
        int challengesPerPrefix,
        int connectsPerHost,
        int connectsPerPrefix,
        int halfOpenMax,
        int halfOpenPerPrefixMax,
        int sessionsMax,
        int sessionsPerHostMax,
        int reservedSlots,
        int entriesPerMinute,
        int waitingMax,
        DuplicateLogin duplicateLogin) {
    /** What a server starts with. */
    public static final AdmissionLimits DEFAULT =
            new AdmissionLimits(20_000, 50, 5, 50, 4096, 64, 10_000, 16, 200, 3, 1024, DuplicateLogin.TAKE_OVER);

    /** What happens when an account that plays comes in again. */
    public enum DuplicateLogin {
        /** The newcomer gets the place once it has proven its keys; the old session ends. */
        TAKE_OVER,
        /** The newcomer is refused. */
        REFUSE
    }

    /** Checks ranges. */
    public AdmissionLimits {
        checkPositive("challengesPerSecond", challengesPerSecond);
        checkPositive("challengesPerPrefix", challengesPerPrefix);
        checkPositive("connectsPerHost", connectsPerHost);
        checkPositive("connectsPerPrefix", connectsPerPrefix);
        checkPositive("halfOpenPerPrefixMax", halfOpenPerPrefixMax);
        checkPositive("sessionsPerHostMax", sessionsPerHostMax);
        checkPositive("entriesPerMinute", entriesPerMinute);
        if (halfOpenMax < 1 || sessionsMax < 1 || halfOpenMax + sessionsMax > 15_360) {
            throw new IllegalArgumentException(
                    "admission.sessionsMax and halfOpenMax share 15,360 slots: " + sessionsMax + " + " + halfOpenMax);
        }
        if (reservedSlots < 0 || reservedSlots >= sessionsMax || waitingMax < 0) {
            throw new IllegalArgumentException(
                    "admission.reservedSlots must be less than sessionsMax: " + reservedSlots);
        }
    }

    private static void checkPositive(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException("admission." + name + " must be above 0: " + value);
        }
    }

    /** These limits with room for fewer or more players. */
    public AdmissionLimits withSessions(final int sessions, final int reserved) {
        return new AdmissionLimits(
                challengesPerSecond,
                challengesPerPrefix,
                connectsPerHost,
                connectsPerPrefix,
                halfOpenMax,
                halfOpenPerPrefixMax,
                sessions,
                sessionsPerHostMax,
                reserved,
                entriesPerMinute,
                waitingMax,
                duplicateLogin);
    }

    /** These limits with another answer to a second login. */
    public AdmissionLimits withDuplicateLogin(final DuplicateLogin policy) {
        return new AdmissionLimits(
                challengesPerSecond,
                challengesPerPrefix,
                connectsPerHost,
                connectsPerPrefix,
                halfOpenMax,
                halfOpenPerPrefixMax,
                sessionsMax,
                sessionsPerHostMax,
                reservedSlots,
                entriesPerMinute,
                waitingMax,
                policy);
    }
}
