package io.tos.engine.net.session;

import java.lang.foreign.MemorySegment;

/** Sessions with something to send, each at most once, first come first served. */
final class ReadyRing {
    private final MemorySegment memory;
    private final int flag;
    private final int[] indices;
    private int first;
    private int count;

    /**
     * @param memory holds the records.
     * @param flag of {@link SessionFlags} that says a session is in here.
     * @param sessions how many there can be.
     */
    ReadyRing(final MemorySegment memory, final int flag, final int sessions) {
        this.memory = memory;
        this.flag = flag;
        this.indices = new int[sessions];
    }

    /** Puts a session in, unless it is. */
    void add(final long session) {
        if (!SessionFlags.has(memory, session, flag)) {
            SessionFlags.set(memory, session, flag);
            indices[(first + count) % indices.length] = Slots.index(session);
            count++;
        }
    }

    /** How many are in. */
    int count() {
        return count;
    }

    /** Takes the first out. It may have ended and even begun again since it was put in: ask its state. */
    long take() {
        final long session = Slots.session(indices[first]);
        first = (first + 1) % indices.length;
        count--;
        SessionFlags.clear(memory, session, flag);
        return session;
    }
}
