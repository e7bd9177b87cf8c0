package io.tos.natives.uring;

import io.tos.natives.liburing.LibUring;
import io.tos.natives.liburing.io_uring_cqe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads completion entries: {@code struct io_uring_cqe} at an offset that {@link Ring#completion} gave. */
public final class Completion {
    /** Length of {@code struct io_uring_cqe}. */
    public static final int BYTES = 16;

    private static final long USER_DATA = io_uring_cqe.user_data$offset();
    private static final long RES = io_uring_cqe.res$offset();
    private static final long FLAGS = io_uring_cqe.flags$offset();
    private static final int F_BUFFER = LibUring.IORING_CQE_F_BUFFER();
    private static final int F_MORE = LibUring.IORING_CQE_F_MORE();
    private static final int BUFFER_SHIFT = LibUring.IORING_CQE_BUFFER_SHIFT();

    private Completion() {}

    /** What the submission carried. */
    public static long userData(final MemorySegment completions, final long entry) {
        return completions.get(ValueLayout.JAVA_LONG, entry + USER_DATA);
    }

    /** What the call would have returned, or {@code -errno}. */
    public static int result(final MemorySegment completions, final long entry) {
        return completions.get(ValueLayout.JAVA_INT, entry + RES);
    }

    /** Flags, for {@link #hasBuffer}, {@link #hasMore} and {@link #buffer}. */
    public static int flags(final MemorySegment completions, final long entry) {
        return completions.get(ValueLayout.JAVA_INT, entry + FLAGS);
    }

    /** Whether a provided buffer was used up: {@code IORING_CQE_F_BUFFER}. */
    public static boolean hasBuffer(final int flags) {
        return (flags & F_BUFFER) != 0;
    }

    /** Whether the submission goes on: {@code IORING_CQE_F_MORE}. Without it, it has ended, whatever the result. */
    public static boolean hasMore(final int flags) {
        return (flags & F_MORE) != 0;
    }

    /** Which provided buffer. */
    public static int buffer(final int flags) {
        return flags >>> BUFFER_SHIFT;
    }
}
