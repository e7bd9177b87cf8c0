package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What we owe the peer an ack for: the newest packet taken and the 64 before it. Only eliciting packets (reliable
 * frames, PING) make an ack due by itself; all others ride on the next ordinary packet.
 *
 * <pre> 0 next i64: newest number plus one | 8 before i64: bit i = number next-2-i was taken | 16 newestNs i64
 * | 24 owedNs i64: when the first unanswered eliciting packet came, 0 when none did | 32 taken i64: how many </pre>
 */
final class AckTracker {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 40;

    private static final long NEXT = 0;
    private static final long BEFORE = 8;
    private static final long NEWEST = 16;
    private static final long OWED = 24;
    private static final long TAKEN = 32;

    private AckTracker() {}

    /** Starts with nothing taken; {@code first} is the first number that may come. Bits of numbers before it are set. */
    static void begin(final MemorySegment memory, final long at, final long first) {
        memory.set(JAVA_LONG, at + NEXT, first);
        memory.set(JAVA_LONG, at + BEFORE, -1L);
        memory.set(JAVA_LONG, at + NEWEST, 0);
        memory.set(JAVA_LONG, at + OWED, 0);
        memory.set(JAVA_LONG, at + TAKEN, 0);
    }

    /** Notes a packet that was taken whole; one that was not is never noted, so the peer sends its contents again. */
    static void take(
            final MemorySegment memory, final long at, final long number, final boolean eliciting, final long nowNs) {
        final long next = memory.get(JAVA_LONG, at + NEXT);
        final long before = memory.get(JAVA_LONG, at + BEFORE);
        if (Long.compareUnsigned(number, next) >= 0) {
            final long moved = number - next + 1;
            final boolean far = Long.compareUnsigned(moved, Long.SIZE) >= 0;
            final long formerNewest = moved == Long.SIZE || !far ? 1L << (moved - 1) : 0;
            memory.set(JAVA_LONG, at + BEFORE, (far ? 0 : before << moved) | formerNewest);
            memory.set(JAVA_LONG, at + NEXT, number + 1);
            memory.set(JAVA_LONG, at + NEWEST, nowNs);
        } else {
            final long back = next - 2 - number;
            if (back >= 0 && back < Long.SIZE) {
                memory.set(JAVA_LONG, at + BEFORE, before | 1L << back);
            }
        }
        memory.set(JAVA_LONG, at + TAKEN, memory.get(JAVA_LONG, at + TAKEN) + 1);
        if (eliciting && memory.get(JAVA_LONG, at + OWED) == 0) {
            memory.set(JAVA_LONG, at + OWED, nowNs);
        }
    }

    /** Whether there is anything to ack. */
    static boolean any(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + TAKEN) != 0;
    }

    /** The newest number taken. */
    static long newest(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + NEXT) - 1;
    }

    /** Bit i says that number {@code newest - 1 - i} was taken. */
    static long before(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + BEFORE);
    }

    /** How long the newest packet has waited for its ack. */
    static long delayNs(final MemorySegment memory, final long at, final long nowNs) {
        return nowNs - memory.get(JAVA_LONG, at + NEWEST);
    }

    /** When an ack must leave by itself; {@link Long#MAX_VALUE} when none is owed. */
    static long dueNs(final MemorySegment memory, final long at, final long maxAckDelayNs) {
        final long owed = memory.get(JAVA_LONG, at + OWED);
        return owed == 0 ? Long.MAX_VALUE : owed + maxAckDelayNs;
    }

    /** A packet with the ack left. */
    static void told(final MemorySegment memory, final long at) {
        memory.set(JAVA_LONG, at + OWED, 0);
    }
}
