package io.tos.engine.net.session;

/**
 * Ends all sessions of an agent for one reason, some per duty cycle: thousands of CLOSEs at once would find no room to
 * leave. Goes round until the agent stops, since who was half open may still be proven. One per agent.
 */
final class Farewell {
    private static final int SESSIONS_PER_CYCLE = 256;
    private static final int NO_REASON = -1;

    private final SessionParts parts;
    private final Lifecycle lifecycle;
    private int code = NO_REASON;
    private int hand;

    Farewell(final SessionParts parts, final Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /** From now on. */
    void begin(final int reasonCode) {
        code = reasonCode;
    }

    /** Ends the next ones; returns how many. */
    int step(final long nowNs) {
        if (code == NO_REASON) {
            return 0;
        }
        int ended = 0;
        for (int left = parts.config.slots(); left > 0 && ended < SESSIONS_PER_CYCLE; left--) {
            final long session = Slots.session(hand);
            hand = (hand + 1) % parts.config.slots();
            if (parts.state(session) == SessionState.ESTABLISHED) {
                lifecycle.close(session, code, parts.memory, 0, 0, nowNs);
                ended++;
            }
        }
        return ended;
    }
}
