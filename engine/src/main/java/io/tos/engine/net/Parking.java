package io.tos.engine.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a transport's thread is parked in the kernel, so that waking costs a system call only then. The owner parks;
 * any thread wakes. A wake is never lost: one that comes while nobody is parked ends the next park at once.
 */
public final class Parking {
    private static final int RUNNING = 0;
    private static final int PARKED = 1;
    private static final int WOKEN = 2;

    private final AtomicInteger state = new AtomicInteger(RUNNING);

    /** Owner: before waiting. False when it was woken since the last {@link #end()}: do not wait. */
    public boolean begin() {
        if (state.compareAndSet(RUNNING, PARKED)) {
            return true;
        }
        state.set(RUNNING);
        return false;
    }

    /** Owner: after waiting. */
    public void end() {
        state.set(RUNNING);
    }

    /** Any thread: true when the owner waits in the kernel and must be signalled there. */
    public boolean wake() {
        return state.getAndSet(WOKEN) == PARKED;
    }
}
