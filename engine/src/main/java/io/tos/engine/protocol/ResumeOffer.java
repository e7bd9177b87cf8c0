package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: a ticket to come back with, in place of all earlier ones. Static access to the payload.
 *
 * <pre> 0 validSeconds u16, from 1 | 2 ticket, 1 to 128 bytes, opaque to the client </pre>
 */
public final class ResumeOffer {
    /** Bytes before the ticket. */
    public static final int HEAD_BYTES = 2;

    private ResumeOffer() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        return length > HEAD_BYTES
                && length <= HEAD_BYTES + AcceptPayload.TICKET_BYTES_MAX
                && validSeconds(memory, at) >= 1;
    }

    /** How long it is good for. */
    public static int validSeconds(final MemorySegment memory, final long at) {
        return LittleEndian.u16(memory, at);
    }

    /** Writes the payload; returns its length. */
    public static int write(
            final MemorySegment memory,
            final long at,
            final int validSeconds,
            final MemorySegment source,
            final long from,
            final int ticketLength) {
        assert ticketLength >= 1 && ticketLength <= AcceptPayload.TICKET_BYTES_MAX : ticketLength;
        LittleEndian.put16(memory, at, validSeconds);
        MemorySegment.copy(source, from, memory, at + HEAD_BYTES, ticketLength);
        return HEAD_BYTES + ticketLength;
    }
}
