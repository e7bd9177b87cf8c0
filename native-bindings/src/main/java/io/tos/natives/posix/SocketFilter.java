package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import io.tos.natives.linux.sock_filter;
import io.tos.natives.linux.sock_fprog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A classic BPF program: mirrors {@code struct sock_fprog}, built an instruction at a time, without jumps. */
public final class SocketFilter {
    private static final int INSTRUCTIONS_MAX = 8;

    private final int[] codes = new int[INSTRUCTIONS_MAX];
    private final int[] operands = new int[INSTRUCTIONS_MAX];
    private int count;

    /** {@code A = the byte at this offset of the UDP payload}; a shorter datagram ends the program with 0. */
    public SocketFilter loadByte(final int offset) {
        return add(Linux.BPF_LD() | Linux.BPF_B() | Linux.BPF_ABS(), offset);
    }

    /** {@code A = A & mask}. */
    public SocketFilter and(final int mask) {
        return add(Linux.BPF_ALU() | Linux.BPF_AND() | Linux.BPF_K(), mask);
    }

    /** Ends with {@code A}. */
    public SocketFilter returnAccumulator() {
        return add(Linux.BPF_RET() | Linux.BPF_A(), 0);
    }

    private SocketFilter add(final int code, final int operand) {
        codes[count] = code;
        operands[count] = operand;
        count++;
        return this;
    }

    /** The {@code sock_fprog} that the kernel takes. */
    MemorySegment program(final Arena arena) {
        final MemorySegment filters = sock_filter.allocateArray(count, arena);
        for (int index = 0; index < count; index++) {
            final MemorySegment filter = sock_filter.asSlice(filters, index);
            sock_filter.code(filter, (short) codes[index]);
            sock_filter.k(filter, operands[index]);
        }
        final MemorySegment program = sock_fprog.allocate(arena);
        sock_fprog.len(program, (short) count);
        sock_fprog.filter(program, filters);
        return program;
    }
}
