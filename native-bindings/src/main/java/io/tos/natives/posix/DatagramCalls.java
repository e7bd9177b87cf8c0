package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move datagrams in batches, and wait for them: {@code recvmmsg}, {@code sendmmsg}, {@code ppoll}. They
 * return what C returns or {@code -errno}. One object per thread: it holds the place where {@code errno} is kept.
 */
public final class DatagramCalls {
    private static final MethodHandle RECVMMSG = Errno.capturing(Linux.recvmmsg$address(), Linux.recvmmsg$descriptor());
    private static final MethodHandle SENDMMSG = Errno.capturing(Linux.sendmmsg$address(), Linux.sendmmsg$descriptor());
    private static final MethodHandle PPOLL = Errno.capturing(Linux.ppoll$address(), Linux.ppoll$descriptor());

    private final MemorySegment capture;

    /** @param arena of the thread's other native memory. */
    public DatagramCalls(final Arena arena) {
        capture = Errno.allocate(arena);
    }

    /**
     * Mirrors {@code recvmmsg} without a timeout.
     *
     * @return messages received, or {@code -errno}.
     */
    public int receive(final int descriptor, final MemorySegment messages, final int countMax, final int flags) {
        try {
            final int result =
                    (int) RECVMMSG.invokeExact(capture, descriptor, messages, countMax, flags, MemorySegment.NULL);
            return result < 0 ? -Errno.of(capture) : result;
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
        try {
            final int result = (int) SENDMMSG.invokeExact(capture, descriptor, messages, count, flags);
            return result < 0 ? -Errno.of(capture) : result;
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
        try {
            final int result = (int) PPOLL.invokeExact(capture, polls, count, timeout, MemorySegment.NULL);
            return result < 0 ? -Errno.of(capture) : result;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }
}
