package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import io.tos.natives.linux.pollfd;
import io.tos.natives.linux.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Waits until one of a fixed few descriptors is readable: an array of {@code struct pollfd} for {@code ppoll}. */
public final class ReadinessPoll {
    private static final long REVENTS = pollfd.revents$offset();
    private static final long POLL_BYTES = pollfd.sizeof();
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final int count;
    private final MemorySegment polls;
    private final MemorySegment timeout;

    /** @param descriptors numbered from 0 in this order. */
    public ReadinessPoll(final Arena arena, final int... descriptors) {
        count = descriptors.length;
        polls = pollfd.allocateArray(count, arena);
        timeout = timespec.allocate(arena);
        for (int index = 0; index < count; index++) {
            final MemorySegment poll = pollfd.asSlice(polls, index);
            pollfd.fd(poll, descriptors[index]);
            pollfd.events(poll, (short) Linux.POLLIN());
        }
    }

    /** Mirrors {@code ppoll}. Returns how many are ready, or {@code -errno}. */
    public int await(final DatagramCalls calls, final long timeoutNs) {
        timespec.tv_sec(timeout, timeoutNs / NS_PER_SECOND);
        timespec.tv_nsec(timeout, timeoutNs % NS_PER_SECOND);
        for (int index = 0; index < count; index++) {
            polls.set(ValueLayout.JAVA_SHORT, index * POLL_BYTES + REVENTS, (short) 0);
        }
        return calls.poll(polls, count, timeout);
    }

    /** Whether a descriptor was readable, or had an error, after the last {@link #await}. */
    public boolean isReady(final int index) {
        return polls.get(ValueLayout.JAVA_SHORT, index * POLL_BYTES + REVENTS) != 0;
    }
}
