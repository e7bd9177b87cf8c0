package io.tos.engine.protocol;

/** How often a session may send messages of a kind: a token bucket each. What is over is dropped and counted. */
public enum RateClass {
    /** Sent by the server, which needs no limit. */
    SERVER(0, 0),
    /** Settings and the like. */
    CONTROL(4, 8),
    /** What a player does. */
    ACTION(20, 40),
    /** Measuring. */
    PROBE(100, 200);

    private final int perSecond;
    private final int burst;

    RateClass(final int perSecond, final int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Messages a second in the long run; 0 means no limit. */
    public int perSecond() {
        return perSecond;
    }

    /** Messages at once. */
    public int burst() {
        return burst;
    }
}
