package io.tos.benchmarks.transport.servers;

import io.tos.engine.net.DatagramHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads the first word of each datagram, so that its bytes are touched. One thread. */
final class WordReader implements DatagramHandler {
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private long sum;

    @Override
    public void onDatagram(
            final MemorySegment memory, final long from, final int fromLength, final long payload, final int length) {
        sum += memory.get(WORD, payload);
    }

    /** Makes the sum visible, so that the compiler cannot drop the reading. */
    void demand() {
        if (sum == Long.MIN_VALUE) {
            System.err.println("sum " + sum);
        }
    }
}
