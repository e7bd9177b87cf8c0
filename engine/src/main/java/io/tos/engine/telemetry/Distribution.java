package io.tos.engine.telemetry;

/**
 * Everything the server measures as a {@link Histogram} of nanoseconds: id and meaning of each. Ids are places in the
 * telemetry file: never reuse one. Each has one writer.
 */
public enum Distribution {
    TICK(0, "from a tick's scheduled start to its end"),
    TICK_WORK(1, "from a tick's real start to its end: taking what came, simulating, handing over what leaves"),
    ROUND_TRIP(
            2, "smoothed round trip of a player's line, without the peer's ack delay, whenever it was measured anew"),
    STORE_WAIT(3, "rows of a save waited for the store, the oldest of each slab"),
    STORE_SAVE(4, "statements of a save's transaction"),
    STORE_COMMIT(5, "making a save's transaction durable"),
    STORE_LOAD(6, "loading a character"),
    JOURNAL(7, "from an event's being handed to the journal to its being durable, the oldest of each slab"),
    GC_PAUSE(8, "a garbage collection that stopped every thread");

    private final int id;
    private final String meaning;

    Distribution(final int id, final String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** Place in the telemetry file, from 0. */
    public int id() {
        return id;
    }

    /** What is measured. */
    public String meaning() {
        return meaning;
    }
}
