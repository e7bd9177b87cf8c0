package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a packet leaves for the garbage collector after warm-up: nothing with libsodium, at most 256 B with Bouncy Castle. */
final class PacketCryptoAllocationTest {
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 10_000;
    private static final int ROUNDS = 5;

    private final PacketRig rig = new PacketRig();
    private long number;

    @Test
    void shouldAllocateNothingWhenLibsodiumSealsAndOpens() {
        final double bytes = worstCase(CryptoBackend.SODIUM);
        assertTrue(bytes == 0.0, "bytes per packet: " + bytes);
    }

    @Test
    void shouldAllocateAtMost256BytesWhenBouncyCastleSealsAndOpens() {
        final double bytes = worstCase(CryptoBackend.BOUNCY);
        assertTrue(bytes <= 256, "bytes per packet: " + bytes);
    }

    /** Bytes per packet of the dearer direction, in the best round: a compiler at work may spoil single rounds. */
    private double worstCase(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        roundTrips(crypto, WARM_UP, true);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            roundTrips(crypto, MEASURED, false);
            final long between = threads.getCurrentThreadAllocatedBytes();
            roundTrips(crypto, MEASURED, true);
            final long after = threads.getCurrentThreadAllocatedBytes();
            final double sealed = (between - before) / (double) MEASURED;
            final double both = (after - between) / (double) MEASURED;
            best = Math.min(best, Math.max(sealed, both - sealed));
        }
        return best;
    }

    private void roundTrips(final PacketCrypto crypto, final int count, final boolean opening) {
        for (int index = 0; index < count; index++) {
            final int length = 64 + (index & 127);
            rig.seal(crypto, ++number, length);
            if (opening && !rig.open(crypto, number, length)) {
                throw new AssertionError("packet " + number);
            }
        }
    }
}
