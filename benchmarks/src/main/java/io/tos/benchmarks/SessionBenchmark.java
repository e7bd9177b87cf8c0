package io.tos.benchmarks;

import io.tos.engine.crypto.CryptoBackend;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the session layer cost per packet, without kernel and game? ns per packet at the server, one packet per
 * session and tick, 256 sessions one after the other. The goal is 900 each way at 64 bytes with libsodium.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SessionLoop.SESSIONS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SessionBenchmark {
    /** Decrypt, window, acks, dispatch. */
    @Benchmark
    public int receive(final Receiving state) {
        return state.loop().receive();
    }

    /** Acks, frame, encrypt. */
    @Benchmark
    public void send(final Sending state) {
        state.loop().snapshots();
    }

    /** Opens and closes the loop. */
    @State(Scope.Thread)
    public abstract static class Running {
        /** Which library encrypts. */
        @Param({"SODIUM", "BOUNCY"})
        private String library = "SODIUM";

        /** Bytes of an input or snapshot. */
        @Param({"64"})
        private int bodyBytes;

        private @Nullable SessionLoop loop;

        /** Opens all sessions. */
        @Setup(Level.Trial)
        public void open() {
            loop = new SessionLoop(CryptoBackend.valueOf(library), bodyBytes);
        }

        /** Ends all sessions. */
        @TearDown(Level.Trial)
        public void close() {
            loop().close();
        }

        SessionLoop loop() {
            if (loop == null) {
                throw new IllegalStateException("not open");
            }
            return loop;
        }
    }

    /** Inputs wait at the server; afterwards snapshots and acks go round. */
    public static class Receiving extends Running {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void before() {
            loop().inputs();
        }

        /** Not measured. */
        @TearDown(Level.Invocation)
        public void after() {
            loop().snapshots();
            loop().acks();
        }
    }

    /** Inputs were received; afterwards the clients take the snapshots. */
    public static class Sending extends Running {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void before() {
            loop().inputs();
            loop().receive();
        }

        /** Not measured. */
        @TearDown(Level.Invocation)
        public void after() {
            loop().acks();
        }
    }
}
