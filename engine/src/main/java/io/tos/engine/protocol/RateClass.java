package io.tos.engine.protocol;

/** How often a session may send messages of a kind: a token bucket each. What is over is dropped and counted. */
public enum RateClass {
    /** Sent by the server, which needs no limit. */
    SERVER(0, 0, 0),
    /** Settings and the like. */
    CONTROL(1, 4, 8),
    /** What a player does. */
    ACTION(2, 20, 40),
    /** Measuring. */
    PROBE(3, 100, 200);

    private final int index;
    private final int perSecond;
    private final int burst;

    RateClass(final int index, final int perSecond, final int burst) {
        this.index = index;
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Its place in tables, from 0. */
    public int index() {
        return index;
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
