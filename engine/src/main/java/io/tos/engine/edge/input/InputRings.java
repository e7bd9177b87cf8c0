package io.tos.engine.edge.input;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * The inputs that came and were not consumed yet, per seat of a world, and the rule by which they are consumed: one per
 * tick, the oldest that is due. In a tick without one the avatar waits and earns a credit, which lets a later tick consume
 * a second one; when it has waited for long, it stands. So a player never gets more steps than there were ticks, and an
 * input that came a little late is done all the same. Tick thread only.
 *
 * <pre>
 * seat: 0 pending u64, bit tick &amp; 63 | 8 consumed i64, tick of the last input consumed | 16 last {@link PlayerInput}
 *       24 credits i32 | 28 silent i32, ticks in a row without an input | 64 ring: 64 {@link PlayerInput}s, by tick &amp; 63
 * </pre>
 *
 * What is kept was for a tick in (now - 24, now + 32] when it came and waits at most 8 ticks longer than it must: so no
 * two of those kept ever share a place.
 */
final class InputRings implements AutoCloseable {
    /** How early an input may come, in ticks. */
    static final int AHEAD_TICKS_MAX = 32;

    /** An input this many ticks late is refused. */
    static final int LATE_TICKS = 24;

    /** Most credits a player has. */
    static final int CREDITS_MAX = 8;

    /** So many ticks in a row an avatar waits for a late input. */
    static final int WAITS_MAX = 6;

    /** After so many ticks in a row without an input, 500 ms, a player is idle: it has no credits. */
    static final int IDLE_TICKS = 30;

    private static final int RING = 64;
    private static final long CONSUMED = 8;
    private static final long LAST = 16;
    private static final long CREDITS = 24;
    private static final long SILENT = 28;
    private static final long RING_AT = 64;
    private static final long SEAT_BYTES = RING_AT + RING * Long.BYTES;

    private final Region region;
    private final MemorySegment memory;
    private long newest;
    private long earlier;
    private int steps;
    private boolean missing;
    private int givenUp;
    private int silent;

    InputRings(final int seats) {
        region = Region.shared("inputs", seats * SEAT_BYTES, 64);
        memory = region.memory();
    }

    /** A seat is taken: inputs of ticks after {@code tick} are wanted. */
    void open(final int seat, final long tick, final int yaw) {
        final long at = seat * SEAT_BYTES;
        memory.set(JAVA_LONG, at, 0);
        memory.set(JAVA_LONG, at + CONSUMED, tick);
        memory.set(JAVA_LONG, at + LAST, PlayerInput.neutral(yaw));
        memory.set(JAVA_INT, at + CREDITS, 0);
        memory.set(JAVA_INT, at + SILENT, WAITS_MAX);
    }

    /** Tick of the last input consumed. */
    long consumed(final int seat) {
        return memory.get(JAVA_LONG, seat * SEAT_BYTES + CONSUMED);
    }

    /** Keeps an input for {@code tick} if it is new. {@code now} is the tick about to run. */
    Verdict offer(final int seat, final long tick, final long input, final long now) {
        final long at = seat * SEAT_BYTES;
        if (tick > now + AHEAD_TICKS_MAX) {
            return Verdict.AHEAD;
        }
        if (tick <= memory.get(JAVA_LONG, at + CONSUMED)) {
            return Verdict.PAST;
        }
        if (tick <= now - LATE_TICKS) {
            return Verdict.LATE;
        }
        final long pending = memory.get(JAVA_LONG, at);
        if ((pending >>> tick & 1) != 0) {
            return Verdict.KNOWN;
        }
        memory.set(JAVA_LONG, at, pending | 1L << tick);
        memory.set(JAVA_LONG, place(at, tick), input);
        return Verdict.KEPT;
    }

    /** Decides what a seat does in the tick {@code now}; the answers are below, until the next call. */
    void take(final int seat, final long now) {
        final long at = seat * SEAT_BYTES;
        final long pending = memory.get(JAVA_LONG, at);
        // Bit i of the window is tick floor + 1 + i. What is due is less than 32 ticks old.
        final long floor = Math.max(memory.get(JAVA_LONG, at + CONSUMED), now - RING / 2);
        final long window = Long.rotateRight(pending, (int) (floor + 1));
        final long due = window & ((1L << (now - floor)) - 1);
        missing = due == 0;
        givenUp = 0;
        if (missing) {
            miss(at);
            return;
        }
        final int credits = memory.get(JAVA_INT, at + CREDITS);
        // What no credit can ever make up for is of no use: the oldest are given up.
        long rest = due;
        while (Long.bitCount(rest) > 1 + credits) {
            rest &= rest - 1;
            givenUp++;
        }
        long tick = consume(at, floor, rest);
        steps = 1;
        rest &= rest - 1;
        if (rest != 0) {
            steps = 2;
            earlier = newest;
            tick = consume(at, floor, rest);
            memory.set(JAVA_INT, at + CREDITS, credits - 1);
        }
        final long later = window & -1L << (tick - floor);
        memory.set(JAVA_LONG, at, Long.rotateLeft(later, (int) (floor + 1)));
        memory.set(JAVA_LONG, at + CONSUMED, tick);
        memory.set(JAVA_LONG, at + LAST, newest);
        memory.set(JAVA_INT, at + SILENT, 0);
    }

    /** How many steps the avatar does in this tick: 0 if it waits, 2 if a late input is made up for. */
    int steps() {
        return steps;
    }

    /** What is done in this tick, if there is a step. */
    long newest() {
        return newest;
    }

    /** What is done before it, if there are two steps. */
    long earlier() {
        return earlier;
    }

    /** Whether there was no input. */
    boolean isMissing() {
        return missing;
    }

    /** Whether the player has become idle in this tick. */
    boolean hasFallenIdle() {
        return missing && silent == IDLE_TICKS;
    }

    /** How many late inputs were dropped because there were not enough credits. */
    int givenUp() {
        return givenUp;
    }

    /** Frees its memory. */
    @Override
    public void close() {
        region.close();
    }

    private void miss(final long at) {
        silent = Math.min(IDLE_TICKS + 1, memory.get(JAVA_INT, at + SILENT) + 1);
        memory.set(JAVA_INT, at + SILENT, silent);
        final int credits = memory.get(JAVA_INT, at + CREDITS);
        if (silent <= WAITS_MAX) {
            steps = 0;
            memory.set(JAVA_INT, at + CREDITS, Math.min(CREDITS_MAX, credits + 1));
        } else {
            steps = 1;
            newest = PlayerInput.neutral(PlayerInput.yaw(memory.get(JAVA_LONG, at + LAST)));
            memory.set(JAVA_INT, at + CREDITS, silent >= IDLE_TICKS ? 0 : credits);
        }
    }

    /** The input of the first tick in {@code due}; returns the tick. */
    private long consume(final long at, final long floor, final long due) {
        final long tick = floor + 1 + Long.numberOfTrailingZeros(due);
        newest = memory.get(JAVA_LONG, place(at, tick));
        return tick;
    }

    private static long place(final long at, final long tick) {
        return at + RING_AT + (tick & RING - 1) * Long.BYTES;
    }
}
