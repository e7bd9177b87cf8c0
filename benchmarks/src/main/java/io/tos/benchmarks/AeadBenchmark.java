package io.tos.benchmarks;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the encryption of one packet cost, in a ring of 64 off-heap slots with 64 sessions' keys beside it? ns per
 * packet. {@code open} includes putting the sealed packet back into its slot.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class AeadBenchmark {
    private static final int SLOTS = 64;
    private static final int SLOT_BYTES = 2_048;
    private static final long SEED = 8_439;

    /** Who does it. */
    @Param({"SODIUM", "BOUNCY", "JDK"})
    private String library = "SODIUM";

    /** Text of a packet: an input, a small snapshot, all that fits into a datagram of 1,200. */
    @Param({"64", "200", "1176"})
    private int textBytes;

    private final Region region = Region.shared("aead", 2L * SLOTS * SLOT_BYTES, 64);
    private final Region keyRegion = Region.shared("aead keys", (long) SLOTS * PacketCrypto.KEY_BYTES, 64);
    private final MemorySegment memory = region.memory();
    private final MemorySegment keys = keyRegion.memory();
    private PacketCrypto crypto = CryptoBackend.SODIUM.packetCrypto();
    private long number;

    /** Fills keys and texts, and seals each slot with its index as number beside the ring. */
    @Setup(Level.Trial)
    public void fill() {
        crypto = library.equals("JDK")
                ? new JdkPacketCrypto()
                : CryptoBackend.valueOf(library).packetCrypto();
        final Random random = new Random(SEED);
        for (long at = 0; at < keys.byteSize(); at++) {
            keys.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
        for (long at = 0; at < memory.byteSize(); at++) {
            memory.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            crypto.seal(keys, key(slot), slot, memory, sealed(slot), textBytes);
        }
        number = SLOTS;
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void close() {
        region.close();
        keyRegion.close();
    }

    /** Encrypts in place. */
    @Benchmark
    public long seal() {
        final int slot = (int) (++number & (SLOTS - 1));
        crypto.seal(keys, key(slot), number, memory, packet(slot), textBytes);
        return number;
    }

    /** Checks and decrypts in place. */
    @Benchmark
    public boolean open() {
        final int slot = (int) (++number & (SLOTS - 1));
        final int length = PacketCrypto.HEADER_BYTES + textBytes + PacketCrypto.TAG_BYTES;
        MemorySegment.copy(memory, sealed(slot), memory, packet(slot), length);
        return genuine(crypto.open(keys, key(slot), slot, memory, packet(slot), textBytes));
    }

    /** Both. */
    @Benchmark
    public boolean sealAndOpen() {
        final int slot = (int) (++number & (SLOTS - 1));
        crypto.seal(keys, key(slot), number, memory, packet(slot), textBytes);
        return genuine(crypto.open(keys, key(slot), number, memory, packet(slot), textBytes));
    }

    private static boolean genuine(final boolean opened) {
        if (!opened) {
            throw new IllegalStateException("a genuine packet was refused");
        }
        return true;
    }

    private static long key(final int slot) {
        return (long) slot * PacketCrypto.KEY_BYTES;
    }

    private static long packet(final int slot) {
        return (long) slot * SLOT_BYTES;
    }

    private static long sealed(final int slot) {
        return (long) (SLOTS + slot) * SLOT_BYTES;
    }
}
