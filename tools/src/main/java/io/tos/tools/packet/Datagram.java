package io.tos.tools.packet;

import java.lang.foreign.MemorySegment;

/**
 * One UDP datagram of a capture.
 *
 * @param number of the record it was in.
 * @param timeNs since 1970.
 * @param payload what the capture kept of it; shorter than {@code length} when it cut.
 * @param length of the payload on the wire.
 */
record Datagram(long number, long timeNs, Endpoint from, Endpoint to, MemorySegment payload, int length) {
    /** Whether the capture did not keep all of it. */
    boolean isCut() {
        return payload.byteSize() < length;
    }
}
