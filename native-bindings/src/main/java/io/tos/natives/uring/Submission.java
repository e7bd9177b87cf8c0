package io.tos.natives.uring;

import io.tos.natives.liburing.LibUring;
import io.tos.natives.liburing.io_uring_sqe;
import io.tos.natives.linux.Linux;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Fills submission entries: what {@code io_uring_prep_*} does inline in C. An entry is {@link #BYTES} long and holds
 * only zeros before; file numbers are indexes into the ring's registered files.
 */
public final class Submission {
    /** Length of {@code struct io_uring_sqe}. */
    public static final int BYTES = 64;

    private static final long OPCODE = io_uring_sqe.opcode$offset();
    private static final long FLAGS = io_uring_sqe.flags$offset();
    private static final long IOPRIO = io_uring_sqe.ioprio$offset();
    private static final long FD = io_uring_sqe.fd$offset();
    private static final long ADDR2 = io_uring_sqe.addr2$offset();
    private static final long ADDR = io_uring_sqe.addr$offset();
    private static final long LEN = io_uring_sqe.len$offset();
    private static final long OP_FLAGS = io_uring_sqe.msg_flags$offset();
    private static final long USER_DATA = io_uring_sqe.user_data$offset();
    private static final long BUF_GROUP = io_uring_sqe.buf_group$offset();
    private static final long ADDR_LEN = io_uring_sqe.addr_len$offset();

    private static final byte SEND = (byte) LibUring.IORING_OP_SEND();
    private static final byte SENDMSG = (byte) LibUring.IORING_OP_SENDMSG();
    private static final byte RECVMSG = (byte) LibUring.IORING_OP_RECVMSG();
    private static final byte POLL_ADD = (byte) LibUring.IORING_OP_POLL_ADD();
    private static final byte ASYNC_CANCEL = (byte) LibUring.IORING_OP_ASYNC_CANCEL();
    private static final byte FIXED_FILE = (byte) LibUring.IOSQE_FIXED_FILE();
    private static final byte BUFFER_SELECT = (byte) LibUring.IOSQE_BUFFER_SELECT();
    private static final int CANCEL_ALL = LibUring.IORING_ASYNC_CANCEL_ANY() | LibUring.IORING_ASYNC_CANCEL_ALL();
    private static final short RECV_MULTISHOT = (short) LibUring.IORING_RECV_MULTISHOT();

    private final Ring ring;
    private final MemorySegment entries;

    /** @param ring whose entries are filled, on its thread. */
    public Submission(final Ring ring) {
        this.ring = ring;
        this.entries = ring.entries();
    }

    /**
     * Mirrors {@code io_uring_get_sqe} and {@code io_uring_sqe_set_data64}.
     *
     * @param file index of a registered file.
     * @param userData comes back with the completion.
     * @return the entry, for one of the other methods, or -1 when the queue is full.
     */
    public long begin(final int file, final long userData) {
        final long entry = ring.nextEntry();
        if (entry >= 0) {
            entries.set(ValueLayout.JAVA_BYTE, entry + FLAGS, FIXED_FILE);
            entries.set(ValueLayout.JAVA_INT, entry + FD, file);
            entries.set(ValueLayout.JAVA_LONG, entry + USER_DATA, userData);
        }
        return entry;
    }

    /**
     * Mirrors {@code io_uring_prep_send} with {@code io_uring_prep_send_set_addr}: a {@code sendto}.
     *
     * @param payload native address of the bytes.
     * @param peer native address of a socket address.
     */
    public void sendTo(final long entry, final long payload, final int length, final long peer, final int peerLength) {
        entries.set(ValueLayout.JAVA_BYTE, entry + OPCODE, SEND);
        entries.set(ValueLayout.JAVA_LONG, entry + ADDR2, peer);
        entries.set(ValueLayout.JAVA_LONG, entry + ADDR, payload);
        entries.set(ValueLayout.JAVA_INT, entry + LEN, length);
        entries.set(ValueLayout.JAVA_SHORT, entry + ADDR_LEN, (short) peerLength);
    }

    /**
     * Mirrors {@code io_uring_prep_sendmsg}.
     *
     * @param message native address of a {@code msghdr}.
     */
    public void sendMessage(final long entry, final long message) {
        entries.set(ValueLayout.JAVA_BYTE, entry + OPCODE, SENDMSG);
        entries.set(ValueLayout.JAVA_LONG, entry + ADDR, message);
        entries.set(ValueLayout.JAVA_INT, entry + LEN, 1);
    }

    /**
     * Mirrors {@code io_uring_prep_recvmsg_multishot} with buffer selection.
     *
     * @param message native address of a {@code msghdr} that says how much room name and control get in a buffer.
     * @param group of provided buffers.
     */
    public void receiveMessages(final long entry, final long message, final int group) {
        entries.set(ValueLayout.JAVA_BYTE, entry + OPCODE, RECVMSG);
        entries.set(ValueLayout.JAVA_BYTE, entry + FLAGS, (byte) (FIXED_FILE | BUFFER_SELECT));
        entries.set(ValueLayout.JAVA_SHORT, entry + IOPRIO, RECV_MULTISHOT);
        entries.set(ValueLayout.JAVA_LONG, entry + ADDR, message);
        entries.set(ValueLayout.JAVA_INT, entry + LEN, 1);
        entries.set(ValueLayout.JAVA_SHORT, entry + BUF_GROUP, (short) group);
    }

    /** Mirrors {@code io_uring_prep_poll_multishot} for {@code POLLIN}: one completion per wake-up. */
    public void pollReadable(final long entry) {
        entries.set(ValueLayout.JAVA_BYTE, entry + OPCODE, POLL_ADD);
        entries.set(ValueLayout.JAVA_INT, entry + LEN, LibUring.IORING_POLL_ADD_MULTI());
        entries.set(ValueLayout.JAVA_INT, entry + OP_FLAGS, Linux.POLLIN());
    }

    /** Mirrors {@code io_uring_prep_cancel} with {@code IORING_ASYNC_CANCEL_ANY}: ends everything in flight. */
    public void cancelAll(final long entry) {
        entries.set(ValueLayout.JAVA_BYTE, entry + OPCODE, ASYNC_CANCEL);
        entries.set(ValueLayout.JAVA_BYTE, entry + FLAGS, (byte) 0);
        entries.set(ValueLayout.JAVA_INT, entry + FD, -1);
        entries.set(ValueLayout.JAVA_INT, entry + OP_FLAGS, CANCEL_ALL);
    }
}
