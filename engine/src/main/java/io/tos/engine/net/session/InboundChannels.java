package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.memory.Region;
import io.tos.engine.memory.Zeros;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameReader;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * Reliable messages on their way in: each once, in order where the channel promises it, put together from fragments.
 * What finds no room is refused, and the packet it came in is then not acked, so it comes again. One per agent; {@code
 * session} is the offset of a record.
 *
 * <pre> per lane, 208 bytes: 0 next u16: all ids before it were handed over | 4 bytes held i32 | 8 messages held i32
 * | 12 partials i32 | 16 buckets, 16 times i32 | 80 came, 1,024 bits by id: whole here, and not before next </pre>
 */
final class InboundChannels implements AutoCloseable {
    /** Bytes of one lane. */
    static final int LANE_BYTES = 208;

    /** Bytes it takes in a session's record. */
    static final int BYTES = Lanes.COUNT * LANE_BYTES;

    /** Answers: the frame is dealt with. */
    static final int TAKEN = 0;

    /** There is no room: the packet must not be acked. */
    static final int REFUSED = 1;

    /** No correct peer sends this. */
    static final int BROKEN = 2;

    private static final long NEXT = SessionRecord.INBOUND;
    private static final long BYTES_HELD = NEXT + 4;
    private static final long MESSAGES_HELD = NEXT + 8;
    private static final long PARTIALS = NEXT + 12;
    private static final long BUCKETS = NEXT + 16;
    private static final long CAME = NEXT + 80;

    private static final int ID_MASK = 0xFFFF;
    private static final int HALF = 1 << 15;

    private final MemorySegment memory;
    private final HeldMessages held;
    private final MemorySegment blocks;
    private final Direction direction;
    private final MessageSink sink;
    private final Counters counters;
    private final Region assembly;

    InboundChannels(
            final MemorySegment memory,
            final BlockPool pool,
            final Direction direction,
            final MessageSink sink,
            final Counters counters) {
        this.memory = memory;
        this.held = new HeldMessages(memory, pool);
        this.blocks = pool.memory();
        this.direction = direction;
        this.sink = sink;
        this.counters = counters;
        final long longest = (long) Channel.fragmentsMax(direction) * Channel.FRAGMENT_BYTES;
        this.assembly = Region.shared("assembled-message", longest, 64);
    }

    /** Starts all lanes empty; nothing may be left of a former session. */
    void begin(final long session) {
        Zeros.fill(memory, session + NEXT, BYTES);
    }

    /** Gives all blocks back. */
    void end(final long session) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            held.removeAll(at(session, lane) + BUCKETS);
        }
        begin(session);
    }

    /** Takes the RELIABLE frame {@code reader} stands on. {@link #TAKEN} also for a message that came before. */
    int onMessage(final long session, final FrameReader reader, final MemorySegment source) {
        final Channel channel = channelOf(reader);
        final long at = at(session, Lanes.of(channel));
        final int id = reader.messageId();
        if (!isNew(at, id)) {
            return TAKEN;
        }
        if (held.find(at + BUCKETS, id) != BlockPool.NONE) {
            return BROKEN; // in fragments before, whole now
        }
        if (!channel.isOrdered() || ahead(at, id) == 0) {
            if (!hand(session, channel, source, reader.body(), reader.bodyLength())) {
                return refused();
            }
            passed(session, at, channel, id);
            return TAKEN;
        }
        final int length = reader.bodyLength();
        if (!hasRoom(at, channel, length) || !held.hold(at + BUCKETS, id, source, reader.body(), length)) {
            return refused();
        }
        setCame(at, id, true);
        account(at, length, 1);
        return TAKEN;
    }

    /** Takes the FRAGMENT frame {@code reader} stands on. {@link #TAKEN} also for one that came before. */
    int onFragment(final long session, final FrameReader reader, final MemorySegment source, final long nowNs) {
        final Channel channel = channelOf(reader);
        final long at = at(session, Lanes.of(channel));
        final int id = reader.messageId();
        if (!isNew(at, id)) {
            return TAKEN;
        }
        int block = held.find(at + BUCKETS, id);
        if (block == BlockPool.NONE) {
            block = beginPartial(session, at, id, reader.fragmentCount());
            if (block == BlockPool.NONE) {
                return refused();
            }
        } else if (held.kind(block) == HeldMessages.KIND_WHOLE || held.count(block) != reader.fragmentCount()) {
            return BROKEN;
        }
        final int index = reader.fragmentIndex();
        if (held.has(block, index)) {
            return TAKEN;
        }
        final int length = reader.bodyLength();
        if (!hasRoom(at, channel, length) || !held.add(block, index, source, reader.body(), length)) {
            return refused();
        }
        held.touch(block, nowNs);
        account(at, length, 0);
        return held.kind(block) == HeldMessages.KIND_COMPLETE ? completed(session, at, channel, block) : TAKEN;
    }

    private int beginPartial(final long session, final long at, final int id, final int count) {
        if (direction == Direction.TO_SERVER && partials(session) >= Channel.PARTIALS_TO_SERVER_MAX) {
            return BlockPool.NONE;
        }
        final int block = held.begin(at + BUCKETS, id, count);
        if (block != BlockPool.NONE) {
            account(at, 0, 1);
            memory.set(JAVA_INT, at + PARTIALS, memory.get(JAVA_INT, at + PARTIALS) + 1);
        }
        return block;
    }

    private int completed(final long session, final long at, final Channel channel, final int block) {
        final int id = held.id(block);
        memory.set(JAVA_INT, at + PARTIALS, memory.get(JAVA_INT, at + PARTIALS) - 1);
        setCame(at, id, true);
        if (channel.isOrdered() && ahead(at, id) > 0) {
            return TAKEN;
        }
        if (!handHeld(session, at, channel, block)) {
            SessionFlags.set(memory, session, SessionFlags.MESSAGE_WAITS);
            return TAKEN; // it is held: nothing has to come again
        }
        passed(session, at, channel, id);
        return TAKEN;
    }

    /** A message was handed over: goes on with those that waited for it. */
    private void passed(final long session, final long at, final Channel channel, final int id) {
        setCame(at, id, true);
        int next = next(at);
        while (hasCome(at, next)) {
            final int block = held.find(at + BUCKETS, next);
            if (block != BlockPool.NONE && !handHeld(session, at, channel, block)) {
                SessionFlags.set(memory, session, SessionFlags.MESSAGE_WAITS);
                return;
            }
            setCame(at, next, false);
            next = next + 1 & ID_MASK;
            memory.set(JAVA_SHORT, at + NEXT, (short) next);
        }
    }

    /** Offers again what found no room before. */
    void retry(final long session) {
        SessionFlags.clear(memory, session, SessionFlags.MESSAGE_WAITS);
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            final long at = at(session, lane);
            final Channel channel = Lanes.channel(lane);
            if (!channel.isOrdered()) {
                handComplete(session, at, channel);
            }
            if (hasCome(at, next(at))) {
                passed(session, at, channel, next(at));
            }
        }
    }

    /** Unordered messages whose fragments are all there and that could not be handed over at once. */
    private void handComplete(final long session, final long at, final Channel channel) {
        for (int bucket = 0; bucket < HeldMessages.BUCKETS; bucket++) {
            int block = held.firstOf(at + BUCKETS, bucket);
            while (block != BlockPool.NONE) {
                final int next = held.nextOf(block);
                if (held.kind(block) == HeldMessages.KIND_COMPLETE && !handHeld(session, at, channel, block)) {
                    SessionFlags.set(memory, session, SessionFlags.MESSAGE_WAITS);
                    return;
                }
                block = next;
            }
        }
    }

    private boolean handHeld(final long session, final long at, final Channel channel, final int block) {
        final int length = held.length(block);
        final boolean handed;
        if (held.kind(block) == HeldMessages.KIND_WHOLE) {
            handed = hand(session, channel, blocks, HeldMessages.payload(block), length);
        } else {
            held.assemble(block, assembly.memory());
            handed = hand(session, channel, assembly.memory(), 0, length);
        }
        if (handed) {
            held.remove(at + BUCKETS, block);
            account(at, -length, -1);
        }
        return handed;
    }

    private boolean hand(
            final long session, final Channel channel, final MemorySegment source, final long from, final int length) {
        return sink.onMessage(session, channel.id(), source, from, length);
    }

    /** Whether some message in fragments got none for longer than {@code longestNs}. */
    boolean isOverdue(final long session, final long longestNs, final long nowNs) {
        if (partials(session) == 0) {
            return false;
        }
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            for (int bucket = 0; bucket < HeldMessages.BUCKETS; bucket++) {
                int block = held.firstOf(at(session, lane) + BUCKETS, bucket);
                while (block != BlockPool.NONE) {
                    if (held.kind(block) == HeldMessages.KIND_PARTIAL && nowNs - held.touchedNs(block) > longestNs) {
                        return true;
                    }
                    block = held.nextOf(block);
                }
            }
        }
        return false;
    }

    /** Messages some fragments of which are missing, over all channels. */
    int partials(final long session) {
        int sum = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sum += memory.get(JAVA_INT, at(session, lane) + PARTIALS);
        }
        return sum;
    }

    private int refused() {
        counters.increment(Counter.MESSAGES_REFUSED);
        return REFUSED;
    }

    private boolean hasRoom(final long at, final Channel channel, final int length) {
        return memory.get(JAVA_INT, at + BYTES_HELD) + length <= channel.bytesMax(direction)
                && memory.get(JAVA_INT, at + MESSAGES_HELD) < channel.messagesMax(direction);
    }

    private void account(final long at, final int bytes, final int messages) {
        memory.set(JAVA_INT, at + BYTES_HELD, memory.get(JAVA_INT, at + BYTES_HELD) + bytes);
        memory.set(JAVA_INT, at + MESSAGES_HELD, memory.get(JAVA_INT, at + MESSAGES_HELD) + messages);
    }

    /** Counts ids that came before or lie outside of the window. */
    private boolean isNew(final long at, final int id) {
        final int ahead = ahead(at, id);
        if (ahead >= Channel.WINDOW) {
            counters.increment(ahead >= HALF ? Counter.MESSAGES_DUPLICATE : Counter.MESSAGES_OUTSIDE_WINDOW);
            return false;
        }
        if (hasCome(at, id)) {
            counters.increment(Counter.MESSAGES_DUPLICATE);
            return false;
        }
        return true;
    }

    private int ahead(final long at, final int id) {
        return id - next(at) & ID_MASK;
    }

    private int next(final long at) {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT, at + NEXT));
    }

    private boolean hasCome(final long at, final int id) {
        return (memory.get(JAVA_LONG, cameAt(at, id)) >>> id & 1) != 0;
    }

    private void setCame(final long at, final int id, final boolean came) {
        final long word = memory.get(JAVA_LONG, cameAt(at, id));
        memory.set(JAVA_LONG, cameAt(at, id), came ? word | 1L << id : word & ~(1L << id));
    }

    private static long cameAt(final long at, final int id) {
        return at + CAME + (id & Channel.WINDOW - 1) / Long.SIZE * (long) Long.BYTES;
    }

    private static long at(final long session, final int lane) {
        return session + (long) lane * LANE_BYTES;
    }

    private static Channel channelOf(final FrameReader reader) {
        return Lanes.channel(Lanes.of(reader.channel()));
    }

    @Override
    public void close() {
        assembly.close();
    }
}
