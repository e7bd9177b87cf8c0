package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import io.tos.engine.memory.Zeros;
import java.lang.foreign.MemorySegment;

/**
 * Numbers nobody can guess without the seed: the ChaCha20 stream of a secret key, 128 numbers per refill. The same seed
 * gives the same numbers.
 */
final class SecretRolls implements AutoCloseable {
    private static final int NUMBERS = 128;
    private static final long STREAM = PacketCrypto.KEY_BYTES + (long) PacketCrypto.HEADER_BYTES;
    private static final int STREAM_BYTES = NUMBERS * Long.BYTES;

    private final PacketCrypto crypto;
    private final Region region;
    private final MemorySegment memory;
    private long refills;
    private int used = NUMBERS;

    /** @param seed holds 32 secret bytes at {@code at}; they are copied. */
    SecretRolls(final PacketCrypto crypto, final MemorySegment seed, final long at) {
        this.crypto = crypto;
        this.region = Region.shared("secret-rolls", STREAM + STREAM_BYTES + PacketCrypto.TAG_BYTES, 64);
        this.memory = region.memory();
        MemorySegment.copy(seed, at, memory, 0, PacketCrypto.KEY_BYTES);
    }

    /** The next number. */
    long next() {
        if (used == NUMBERS) {
            refill();
        }
        return memory.get(JAVA_LONG, STREAM + (long) Long.BYTES * used++);
    }

    /** The next number from 0 to {@code bound - 1}; {@code bound} is small, so the bias does not matter. */
    int next(final int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    private void refill() {
        Zeros.fill(memory, STREAM, STREAM_BYTES);
        crypto.seal(memory, 0, refills++, memory, PacketCrypto.KEY_BYTES, STREAM_BYTES);
        used = 0;
    }

    @Override
    public void close() {
        region.close();
    }
}
