package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A counter in the kernel that wakes who waits for it: mirrors {@code eventfd}. Any thread may signal. */
public final class EventFd implements AutoCloseable {
    private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1L);

    private final int descriptor;
    private final MemorySegment count;
    private boolean closed;

    /** Opens one, at 0, not blocking. */
    public EventFd(final Arena arena) {
        count = arena.allocate(ValueLayout.JAVA_LONG);
        descriptor = Linux.eventfd(0, Linux.EFD_CLOEXEC() | Linux.EFD_NONBLOCK());
        if (descriptor < 0) {
            throw new NativeException("eventfd", Linux.ENOMEM());
        }
    }

    /** The file descriptor, readable after {@link #signal()}. */
    public int descriptor() {
        return descriptor;
    }

    /** Any thread: mirrors {@code eventfd_write} of 1. */
    public synchronized void signal() {
        if (!closed) {
            final long written = Linux.write(descriptor, ONE, Long.BYTES);
            assert written == Long.BYTES : "the count is read back long before it is full";
        }
    }

    /** Owner: mirrors {@code eventfd_read}, so that it is no longer readable. */
    public void clear() {
        final long read = Linux.read(descriptor, count, Long.BYTES);
        assert read == Long.BYTES || read < 0 : read;
    }

    /** Mirrors {@code close}; a later {@link #signal()} does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Linux.close(descriptor);
        }
    }
}
