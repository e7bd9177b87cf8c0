package io.tos.engine.net.uring;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.posix.NativeException;
import io.tos.natives.uring.Ring;
import io.tos.natives.uring.RingSetup;
import io.tos.natives.uring.Submission;
import io.tos.natives.uring.UserData;

/**
 * A ring with the two requests that always stand in it, the multishot receive and the poll of the wake-up counter, and
 * with the sends queued beside them. On the transport's thread, from opening to closing.
 */
final class StandingRing {
    /** Kind of the receive's completions. */
    static final int RECEIVE = 1;

    /** Kind of a send's completion; the index is its slot. */
    static final int SEND = 2;

    /** Kind of a wake-up's completion. */
    static final int WAKE = 3;

    private static final int CANCEL = 4;
    private static final int SOCKET_FILE = 0;
    private static final int EVENT_FILE = 1;

    private final Ring ring;
    private final Submission submission;
    private final ReceiveBuffers buffers;
    private final Counters counters;
    private boolean receiveStands;
    private boolean wakeStands;
    private int controlQueued;
    private int sendsQueued;

    /**
     * Makes the ring and gives the kernel files, buffers and both requests.
     *
     * @param descriptors the socket's, then the wake-up counter's.
     */
    StandingRing(
            final RingSetup setup,
            final RingSizes sizes,
            final ReceiveBuffers buffers,
            final Counters counters,
            final int... descriptors) {
        this.buffers = buffers;
        this.counters = counters;
        ring = Ring.open(setup, sizes.submissions(), sizes.completions());
        submission = new Submission(ring);
        try {
            ring.registerFiles(descriptors);
            buffers.register(ring);
        } catch (final NativeException refused) {
            ring.close();
            throw refused;
        }
        stand();
        enter();
    }

    /** The ring, for reading completions. */
    Ring ring() {
        return ring;
    }

    /** The receive has ended: it is asked for again at the next {@link #stand()}. */
    void receiveEnded() {
        receiveStands = false;
    }

    /** The poll of the wake-up counter has ended, likewise. */
    void wakeEnded() {
        wakeStands = false;
    }

    /** Whether one of the two requests still stands. */
    boolean stands() {
        return receiveStands || wakeStands;
    }

    /** Queues what should stand and does not. Returns whether an enter is worth its price: to submit that, or for work. */
    boolean stand() {
        if (!receiveStands) {
            final long entry = submission.begin(SOCKET_FILE, UserData.of(RECEIVE, 0));
            if (entry >= 0) {
                submission.receiveMessages(entry, buffers.messageAddress(), buffers.group());
                receiveStands = true;
                controlQueued++;
            }
        }
        if (!wakeStands) {
            final long entry = submission.begin(EVENT_FILE, UserData.of(WAKE, 0));
            if (entry >= 0) {
                submission.pollReadable(entry);
                wakeStands = true;
                controlQueued++;
            }
        }
        return controlQueued > 0 || ring.hasWork();
    }

    /** Queues a send: fill the entry that is returned. There are more entries than send slots. */
    long beginSend(final int slot) {
        final long entry = submission.begin(SOCKET_FILE, UserData.of(SEND, slot));
        assert entry >= 0 : "more submission entries than slots";
        sendsQueued++;
        return entry;
    }

    /** Fills entries. */
    Submission submission() {
        return submission;
    }

    /** Sends the kernel has not taken yet. */
    int sendsQueued() {
        return sendsQueued;
    }

    /** Whether anything waits to be submitted. */
    boolean isIdle() {
        return sendsQueued + controlQueued == 0;
    }

    /** Submits what is queued and lets completions appear. */
    void enter() {
        buffers.publish();
        ring.enter();
        settle();
    }

    /** The same, until a completion is there or the time is over. */
    void enterAndWait(final long timeoutNs) {
        buffers.publish();
        ring.enterAndWait(timeoutNs);
        settle();
    }

    /** What the kernel has not taken stays queued for the next enter. */
    private void settle() {
        counters.increment(Counter.SYSTEM_CALLS);
        final int left = ring.waiting();
        sendsQueued = Math.min(sendsQueued, left);
        controlQueued = left - sendsQueued;
    }

    /** Asks the kernel to end everything that is in flight; completions tell when it has. */
    void cancelAll() {
        final long entry = submission.begin(SOCKET_FILE, UserData.of(CANCEL, 0));
        if (entry >= 0) {
            submission.cancelAll(entry);
        }
    }

    /** Lets go of the files, then of the ring. */
    void close() {
        ring.unregisterFiles();
        ring.close();
    }
}
