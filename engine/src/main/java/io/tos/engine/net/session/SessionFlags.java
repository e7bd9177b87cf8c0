package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Yes-or-no facts of a session, bits of one byte in its record. */
final class SessionFlags {
    /** In the ring of sessions with something to send. */
    static final int READY = 1;

    /** A PONG is owed. */
    static final int PONG_DUE = 1 << 1;

    /** A PATH_RESPONSE is owed. */
    static final int RESPONSE_DUE = 1 << 2;

    /** The player is in the world: inputs are expected. */
    static final int ENTERED = 1 << 3;

    /** The end was not told to the tick yet. */
    static final int END_UNTOLD = 1 << 4;

    /** A whole message could not be handed over and waits. */
    static final int MESSAGE_WAITS = 1 << 5;

    /** Reliable messages wait for the journal. */
    static final int GATED = 1 << 6;

    private SessionFlags() {}

    /** Whether {@code flag} is set. */
    static boolean has(final MemorySegment memory, final long session, final int flag) {
        return (memory.get(JAVA_BYTE, session + SessionRecord.FLAGS) & flag) != 0;
    }

    /** Sets {@code flag}. */
    static void set(final MemorySegment memory, final long session, final int flag) {
        final int flags = memory.get(JAVA_BYTE, session + SessionRecord.FLAGS);
        memory.set(JAVA_BYTE, session + SessionRecord.FLAGS, (byte) (flags | flag));
    }

    /** Clears {@code flag}. */
    static void clear(final MemorySegment memory, final long session, final int flag) {
        final int flags = memory.get(JAVA_BYTE, session + SessionRecord.FLAGS);
        memory.set(JAVA_BYTE, session + SessionRecord.FLAGS, (byte) (flags & ~flag));
    }
}
