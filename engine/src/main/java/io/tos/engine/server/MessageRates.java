package io.tos.engine.server;

import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.RateClass;
import java.util.Arrays;

/**
 * How many messages of each {@link RateClass} every session may still send: token buckets that fill with the ticks, so
 * that a recording meets the same answers. One per shard; tick thread only; allocates nothing.
 */
final class MessageRates {
    private static final RateClass[] CLASSES = RateClass.values();

    private final int ticksPerSecond;

    /** By slot and class, in parts of a message: {@code ticksPerSecond} parts are one. */
    private final int[] level = new int[ConnectionId.SLOTS * CLASSES.length];

    private final int[] filledTick = new int[ConnectionId.SLOTS * CLASSES.length];

    MessageRates(final int ticksPerSecond) {
        this.ticksPerSecond = ticksPerSecond;
    }

    /** A session begins with full buckets, whatever the slot's former one did. */
    void begin(final int cid, final long tick) {
        final int first = ConnectionId.slot(cid) * CLASSES.length;
        for (final RateClass rate : CLASSES) {
            level[first + rate.index()] = rate.burst() * ticksPerSecond;
        }
        Arrays.fill(filledTick, first, first + CLASSES.length, (int) tick);
    }

    /** Takes one message's worth if it is there. */
    boolean take(final int cid, final RateClass rate, final long tick) {
        final int place = ConnectionId.slot(cid) * CLASSES.length + rate.index();
        final long elapsed = Integer.toUnsignedLong((int) tick - filledTick[place]);
        final long full = (long) rate.burst() * ticksPerSecond;
        final long filled = Math.min(full, level[place] + elapsed * rate.perSecond());
        filledTick[place] = (int) tick;
        final boolean isThere = filled >= ticksPerSecond;
        level[place] = (int) (isThere ? filled - ticksPerSecond : filled);
        return isThere;
    }
}
