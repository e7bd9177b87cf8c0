package io.tos.natives.uring;

import io.tos.natives.liburing.LibUring;
import io.tos.natives.liburing.__kernel_timespec;
import io.tos.natives.liburing.io_uring;
import io.tos.natives.liburing.io_uring_cq;
import io.tos.natives.liburing.io_uring_getevents_arg;
import io.tos.natives.liburing.io_uring_params;
import io.tos.natives.liburing.io_uring_sq;
import io.tos.natives.posix.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One io_uring: both queues are read and written here, over the memory shared with the kernel; calls are made only to
 * set up, to enter and to tear down. It belongs to the thread that opened it ({@code IORING_SETUP_SINGLE_ISSUER}), and
 * completions appear only while that thread is in {@link #enter} ({@code IORING_SETUP_DEFER_TASKRUN}).
 */
public final class Ring implements AutoCloseable {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final int GETEVENTS = LibUring.IORING_ENTER_GETEVENTS();
    private static final int EXT_ARG = LibUring.IORING_ENTER_EXT_ARG();
    private static final int WORK_WAITS = LibUring.IORING_SQ_TASKRUN() | LibUring.IORING_SQ_CQ_OVERFLOW();
    private static final int SETUP_FLAGS = LibUring.IORING_SETUP_CQSIZE()
            | LibUring.IORING_SETUP_SUBMIT_ALL()
            | LibUring.IORING_SETUP_SINGLE_ISSUER()
            | LibUring.IORING_SETUP_DEFER_TASKRUN()
            | LibUring.IORING_SETUP_TASKRUN_FLAG();

    private final Arena arena;
    private final MemorySegment control;
    private final int descriptor;

    private final MemorySegment submissionHead;
    private final MemorySegment submissionTail;
    private final MemorySegment submissionFlags;
    private final MemorySegment entries;
    private final int entriesMax;
    private int tail;

    private final MemorySegment completionHead;
    private final MemorySegment completionTail;
    private final MemorySegment completions;
    private final int completionMask;
    private int head;

    private final MemorySegment waitArguments;
    private final MemorySegment timeout;

    private Ring(final Arena arena, final MemorySegment control) {
        this.arena = arena;
        this.control = control;
        this.descriptor = io_uring.ring_fd(control);

        final MemorySegment sq = io_uring.sq(control);
        entriesMax = io_uring_sq.ring_entries(sq);
        submissionHead = io_uring_sq.khead(sq).reinterpret(Integer.BYTES);
        submissionTail = io_uring_sq.ktail(sq).reinterpret(Integer.BYTES);
        submissionFlags = io_uring_sq.kflags(sq).reinterpret(Integer.BYTES);
        entries = io_uring_sq.sqes(sq).reinterpret((long) entriesMax * Submission.BYTES);
        final MemorySegment array = io_uring_sq.array(sq).reinterpret((long) entriesMax * Integer.BYTES);
        for (int index = 0; index < entriesMax; index++) {
            array.setAtIndex(
                    ValueLayout.JAVA_INT, index, index); // Entry i of the queue is always entry i of the array.
        }

        final MemorySegment cq = io_uring.cq(control);
        final int completionsMax = io_uring_cq.ring_entries(cq);
        completionMask = completionsMax - 1;
        completionHead = io_uring_cq.khead(cq).reinterpret(Integer.BYTES);
        completionTail = io_uring_cq.ktail(cq).reinterpret(Integer.BYTES);
        completions = io_uring_cq.cqes(cq).reinterpret((long) completionsMax * Completion.BYTES);

        timeout = __kernel_timespec.allocate(arena);
        waitArguments = io_uring_getevents_arg.allocate(arena);
        io_uring_getevents_arg.ts(waitArguments, timeout.address());
    }

    /**
     * Makes a ring for the calling thread.
     *
     * @param setup makes it in the kernel.
     * @param submissionsMax entries of the submission queue, a power of two.
     * @param completionsMax entries of the completion queue, a power of two, not fewer.
     * @throws NativeException when the kernel refuses.
     */
    public static Ring open(final RingSetup setup, final int submissionsMax, final int completionsMax) {
        final Arena arena = Arena.ofShared();
        final MemorySegment control = io_uring.allocate(arena);
        final MemorySegment params = io_uring_params.allocate(arena);
        io_uring_params.flags(params, SETUP_FLAGS);
        io_uring_params.cq_entries(params, completionsMax);
        final int result = setup.setUp(submissionsMax, control, params);
        if (result < 0) {
            arena.close();
            throw new NativeException("io_uring_queue_init_params", -result);
        }
        return new Ring(arena, control);
    }

    /** The {@code struct io_uring} that liburing's calls take. */
    MemorySegment control() {
        return control;
    }

    /** Throws when a call returned {@code -errno}. */
    int check(final String call, final int result) {
        if (result < 0) {
            throw new NativeException(call, -result);
        }
        return result;
    }

    /** Mirrors {@code io_uring_register_files}: entries name them by their index here. */
    public void registerFiles(final int... descriptors) {
        try (Arena once = Arena.ofConfined()) {
            final MemorySegment list = once.allocateFrom(ValueLayout.JAVA_INT, descriptors);
            check("io_uring_register_files", LibUring.io_uring_register_files(control, list, descriptors.length));
        }
    }

    /** Mirrors {@code io_uring_unregister_files}: the ring no longer keeps the files open. */
    public void unregisterFiles() {
        check("io_uring_unregister_files", LibUring.io_uring_unregister_files(control));
    }

    /** Memory that {@link #nextEntry()} gives offsets into. */
    public MemorySegment entries() {
        return entries;
    }

    /** Mirrors {@code io_uring_get_sqe}: offset of the next submission entry, zeroed, or -1 when the queue is full. */
    public long nextEntry() {
        if (tail - (int) INT.getAcquire(submissionHead, 0L) >= entriesMax) {
            return -1;
        }
        final long entry = (long) (tail & (entriesMax - 1)) * Submission.BYTES;
        for (int offset = 0; offset < Submission.BYTES; offset += Long.BYTES) {
            entries.set(ValueLayout.JAVA_LONG, entry + offset, 0);
        }
        tail++;
        return entry;
    }

    /** Mirrors {@code io_uring_sq_ready}: entries the kernel has not taken yet. */
    public int waiting() {
        return tail - (int) INT.getAcquire(submissionHead, 0L);
    }

    /** Whether {@link #enter} would make completions appear, as the kernel says in the submission queue's flags. */
    public boolean hasWork() {
        return ((int) INT.getOpaque(submissionFlags, 0L) & WORK_WAITS) != 0;
    }

    /**
     * Mirrors {@code io_uring_submit_and_get_events}: submits what is waiting and lets completions appear; does not
     * wait.
     *
     * @return entries taken, or {@code -errno}.
     */
    public int enter() {
        return LibUring.io_uring_enter2(descriptor, submit(), 0, GETEVENTS, MemorySegment.NULL, 0);
    }

    /**
     * Mirrors {@code io_uring_submit_and_wait_timeout}: as {@link #enter()}, until a completion is there.
     *
     * @return entries taken, or {@code -errno}: {@code -ETIME} when the time is over.
     */
    public int enterAndWait(final long timeoutNs) {
        __kernel_timespec.tv_sec(timeout, timeoutNs / 1_000_000_000L);
        __kernel_timespec.tv_nsec(timeout, timeoutNs % 1_000_000_000L);
        return LibUring.io_uring_enter2(
                descriptor, submit(), 1, GETEVENTS | EXT_ARG, waitArguments, waitArguments.byteSize());
    }

    private int submit() {
        INT.setRelease(submissionTail, 0L, tail);
        return waiting();
    }

    /** Memory that {@link #completion} gives offsets into. */
    public MemorySegment completions() {
        return completions;
    }

    /** Index of the first completion that was not {@link #advance advanced} over. */
    public int completionHead() {
        return head;
    }

    /** Index after the last completion there is; an acquire load. Indexes wrap: subtract to compare. */
    public int completionTail() {
        return (int) INT.getAcquire(completionTail, 0L);
    }

    /** Offset of a completion entry. */
    public long completion(final int index) {
        return (long) (index & completionMask) * Completion.BYTES;
    }

    /** Mirrors {@code io_uring_cq_advance}: completions before this index may be overwritten. */
    public void advance(final int index) {
        head = index;
        INT.setRelease(completionHead, 0L, index);
    }

    /** Mirrors {@code io_uring_queue_exit}. */
    @Override
    public void close() {
        LibUring.io_uring_queue_exit(control);
        arena.close();
    }
}
