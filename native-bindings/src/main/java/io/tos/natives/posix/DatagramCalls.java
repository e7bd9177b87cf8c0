package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import io.tos.natives.linux.pollfd;
import io.tos.natives.linux.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move datagrams in batches, and wait for them: {@code recvmmsg}, {@code sendmmsg}, {@code ppoll}. They
 * return what C returns or {@code -errno}. One object per thread: it holds the place where {@code errno} is kept.
 *
 * <p>A call that keeps {@code errno} may cost 40 to 80 bytes of garbage, because the linker cuts its place out anew each
 * time. So each call is made without, and only one that failed is made again with; nothing but nothing to do fails often,
 * and that is told by a poll.
 */
public final class DatagramCalls {
    private static final MethodHandle RECVMMSG = Errno.capturing(Linux.recvmmsg$address(), Linux.recvmmsg$descriptor());
    private static final MethodHandle SENDMMSG = Errno.capturing(Linux.sendmmsg$address(), Linux.sendmmsg$descriptor());
    private static final MethodHandle PPOLL = Errno.capturing(Linux.ppoll$address(), Linux.ppoll$descriptor());

    /** A datagram may arrive between call and poll; twice in a row is no accident. */
    private static final int ATTEMPTS_MAX = 2;

    private final MemorySegment capture;
    private final MemorySegment readable;
    private final MemorySegment noTime;

    /** @param arena of the thread's other native memory. */
    public DatagramCalls(final Arena arena) {
        capture = Errno.allocate(arena);
        readable = pollfd.allocate(arena);
        pollfd.events(readable, (short) Linux.POLLIN());
        noTime = timespec.allocate(arena);
    }

    /**
     * Mirrors {@code recvmmsg} without a timeout, for a socket that does not block.
     *
     * @return messages received, or {@code -errno}.
     */
    public int receive(final int descriptor, final MemorySegment messages, final int countMax, final int flags) {
        pollfd.fd(readable, descriptor);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            final int result = Linux.recvmmsg(descriptor, messages, countMax, flags, MemorySegment.NULL);
            if (result >= 0) {
                return result;
            }
            final int ready = Linux.ppoll(readable, 1, noTime, MemorySegment.NULL);
            if (ready == 0) {
                return -Linux.EAGAIN();
            }
            if (ready < 0 || pollfd.revents(readable) != Linux.POLLIN()) {
                break;
            }
        }
        final int late = Linux.recvmmsg(descriptor, messages, countMax, flags, MemorySegment.NULL);
        if (late >= 0) {
            return late; // It came between the two calls, as it does now and then in a flood.
        }
        try {
            final int again =
                    (int) RECVMMSG.invokeExact(capture, descriptor, messages, countMax, flags, MemorySegment.NULL);
            return again < 0 ? -Errno.of(capture) : again;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Mirrors {@code sendmmsg}.
     *
     * @return messages sent, or {@code -errno} when the first one failed.
     */
    public int send(final int descriptor, final MemorySegment messages, final int count, final int flags) {
        final int result = Linux.sendmmsg(descriptor, messages, count, flags);
        if (result >= 0) {
            return result;
        }
        try {
            final int again = (int) SENDMMSG.invokeExact(capture, descriptor, messages, count, flags);
            return again < 0 ? -Errno.of(capture) : again;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Mirrors {@code ppoll} without a signal mask.
     *
     * @param polls array of {@code pollfd}.
     * @param timeout a {@code timespec}.
     * @return descriptors that are ready, 0 after the timeout, or {@code -errno}.
     */
    public int poll(final MemorySegment polls, final long count, final MemorySegment timeout) {
        final int result = Linux.ppoll(polls, count, timeout, MemorySegment.NULL);
        if (result >= 0) {
            return result;
        }
        try {
            final int again = (int) PPOLL.invokeExact(capture, polls, count, timeout, MemorySegment.NULL);
            return again < 0 ? -Errno.of(capture) : again;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }
}
