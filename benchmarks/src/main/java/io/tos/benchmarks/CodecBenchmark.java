package io.tos.benchmarks;

import io.tos.engine.protocol.BitReader;
import io.tos.engine.protocol.BitWriter;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.Varint;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does one field on the wire cost, packed, as a varint, or as whole bytes? Nanoseconds per field or record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
    private static final int FIELDS = 256;
    private static final int RECORDS = 64;
    private static final int BYTES = 4096;
    private static final int RECORD_BYTES_MAX = 32;

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, 64);
    private final MemorySegment records = Arena.ofAuto().allocate(RECORDS * RECORD_BYTES_MAX, 64);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();
    private final EntityRecord record = new EntityRecord();
    private final int[] widths = new int[FIELDS];
    private final int[] values = new int[FIELDS];
    private final long[] basePlaces = new long[RECORDS];
    private final long[] places = new long[RECORDS];
    private final long[] baseLooks = new long[RECORDS];
    private final long[] looks = new long[RECORDS];
    private final int[] lengths = new int[RECORDS];

    /** Fields of 1 to 24 bits, and entities most of which walk. */
    @Setup
    public void fill() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int field = 0; field < FIELDS; field++) {
            widths[field] = 1 + random.nextInt(24);
            values[field] = random.nextInt(1 << widths[field]);
        }
        for (int index = 0; index < RECORDS; index++) {
            final int x = 1000 + random.nextInt(1 << 20);
            final int y = 1000 + random.nextInt(1 << 20);
            final int yaw = random.nextInt(1024);
            basePlaces[index] = EntityState.place(x, y, 7);
            baseLooks[index] = EntityState.looks(50, yaw, 255, 20, 1, 0);
            places[index] = EntityState.place(x + random.nextInt(200) - 100, y + random.nextInt(200) - 100, 7);
            final int turned = random.nextInt(3) == 0 ? random.nextInt(1024) : yaw;
            looks[index] = EntityState.looks(50 + random.nextInt(4), turned, 255, 20, 1, 0);
        }
        writeBits();
        writeDeltas();
    }

    /** Packed. */
    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public int writeBits() {
        writer.wrap(memory, 0, BYTES / 2);
        for (int field = 0; field < FIELDS; field++) {
            writer.put(values[field], widths[field]);
        }
        return writer.finish();
    }

    /** Unpacked. */
    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public long readBits() {
        long sum = 0;
        reader.wrap(memory, 0, BYTES / 2);
        for (int field = 0; field < FIELDS; field++) {
            sum += reader.take(widths[field]);
        }
        return sum + reader.finish();
    }

    /** The same fields as varints. */
    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public int writeVarints() {
        int length = BYTES / 2;
        for (int field = 0; field < FIELDS; field++) {
            length += Varint.write(memory, length, values[field]);
        }
        return length;
    }

    /** The same fields as four bytes each: the floor. */
    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public int writeWholeBytes() {
        buffer.clear();
        for (int field = 0; field < FIELDS; field++) {
            buffer.putInt(values[field]);
        }
        return buffer.position();
    }

    /** What the tick does once per entity and base. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int writeDeltas() {
        int sum = 0;
        for (int index = 0; index < RECORDS; index++) {
            writer.wrap(records, (long) index * RECORD_BYTES_MAX, RECORD_BYTES_MAX);
            EntityRecord.putDelta(writer, basePlaces[index], baseLooks[index], places[index], looks[index]);
            lengths[index] = writer.finish();
            sum += lengths[index];
        }
        return sum;
    }

    /** What a client does once per record; as in a snapshot, other records follow. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long readDeltas() {
        long sum = 0;
        for (int index = 0; index < RECORDS; index++) {
            reader.wrap(records, (long) index * RECORD_BYTES_MAX, (RECORDS - index) * RECORD_BYTES_MAX);
            record.takeDelta(reader);
            sum += reader.finish();
            sum += record.apply(basePlaces[index], baseLooks[index]) ? record.place() ^ record.looks() : 1;
        }
        return sum;
    }
}
