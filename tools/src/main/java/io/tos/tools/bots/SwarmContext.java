package io.tos.tools.bots;

import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.telemetry.Counter;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the threads of a swarm have in common: when they begin together, and what was measured between two moments. */
final class SwarmContext {
    private static final long SETTLE_NS = 2_000_000_000L;

    private final Atlas atlas;
    private final int threads;
    private final SessionKeyLog keyLog;
    private final AtomicInteger settled = new AtomicInteger();
    private final ThreadLocal<Boolean> isCounted = ThreadLocal.withInitial(() -> false);
    private final Queue<ConnectGrant> fresh = new ConcurrentLinkedQueue<>();
    private final Window window = new Window();

    /** Sums over the threads between the beginning and the end of measuring. */
    static final class Window {
        long datagramsIn;
        long datagramsOut;
        long bytesIn;
        long bytesOut;
        long snapshots;
        long systemCalls;
        long wallNs;
        long cpuNs;
        private int beginners;
        private int finishers;
    }

    SwarmContext(final Atlas atlas, final int threads, final SessionKeyLog keyLog) {
        this.keyLog = keyLog;
        this.atlas = atlas;
        this.threads = threads;
    }

    /** Whether all threads are ready; each says again and again whether it is, until this is true. */
    boolean isSettled(final boolean isReady) {
        if (isReady && !isCounted.get()) {
            isCounted.set(true);
            settled.incrementAndGet();
        }
        return settled.get() == threads;
    }

    /** How long they play before measuring begins: views fill, clocks find their lead. */
    long settleNs() {
        return SETTLE_NS;
    }

    /** A thread begins to measure. */
    synchronized void beginMeasuring(final SwarmThread thread) {
        if (window.beginners == 0) {
            window.wallNs = -System.nanoTime();
            window.cpuNs = -processCpuNs();
        }
        window.beginners++;
        add(thread, -1);
    }

    /** A thread is done with measuring. */
    synchronized void endMeasuring(final SwarmThread thread) {
        add(thread, 1);
        window.finishers++;
        if (window.finishers == threads) {
            window.wallNs += System.nanoTime();
            window.cpuNs += processCpuNs();
        }
    }

    private void add(final SwarmThread thread, final int sign) {
        window.datagramsIn += sign * thread.count(Counter.DATAGRAMS_IN);
        window.datagramsOut += sign * thread.count(Counter.DATAGRAMS_OUT);
        window.bytesIn += sign * thread.count(Counter.BYTES_IN);
        window.bytesOut += sign * thread.count(Counter.BYTES_OUT);
        window.systemCalls += sign * thread.count(Counter.SYSTEM_CALLS);
        window.snapshots += sign * thread.snapshots();
    }

    private static long processCpuNs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Whether all threads measure, or did. */
    synchronized boolean isMeasuring() {
        return window.beginners == threads;
    }

    /** Whether all threads are done with measuring. */
    synchronized boolean isMeasured() {
        return window.finishers == threads;
    }

    /** What was measured; once all threads are done. */
    synchronized Window window() {
        return window;
    }

    /** Where the sessions' keys are written down. */
    SessionKeyLog keyLog() {
        return keyLog;
    }

    /** The maps. */
    Atlas atlas() {
        return atlas;
    }

    /** Tokens for those who come back. */
    Queue<ConnectGrant> fresh() {
        return fresh;
    }
}
