package io.tos.benchmarks;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to hand one message from an agent to the next? ns per message, writer's and reader's part together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class HandoverBenchmark {
    private static final int MESSAGES = 256;

    /** Payload of a message: an input packet's worth, then a snapshot part's. */
    @Param({"48", "200"})
    private int payloadBytes;

    private final SlabPipe pipe = new SlabPipe("handover", 8, 16 * 1024);

    /** Frees the slabs. */
    @TearDown(Level.Trial)
    public void close() {
        pipe.close();
    }

    /** Framed into slabs, whole slabs handed over: the house's way. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long slabPipe() {
        for (int message = 0; message < MESSAGES; message++) {
            final Slab slab = pipe.claim(payloadBytes);
            if (slab == null) {
                throw new IllegalStateException("no slab free");
            }
            slab.memory().set(ValueLayout.JAVA_LONG, slab.payload(), message);
            slab.commit(message, payloadBytes);
            // 64 messages a cycle: what a network agent finds per wake-up under load.
            if ((message & 63) == 63) {
                pipe.publish();
            }
        }
        long sum = 0;
        for (Slab slab = pipe.take(); slab != null; slab = pipe.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                sum += slab.memory().get(ValueLayout.JAVA_LONG, frame + (long) Slab.HEAD_BYTES) + slab.headAt(frame);
            }
            pipe.recycle(slab);
        }
        return sum;
    }
}
