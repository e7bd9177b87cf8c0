package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.memory.Zeros;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameWriter;
import java.lang.foreign.MemorySegment;

/**
 * Reliable messages on their way out. A message is one block per fragment, in the order of sending; blocks stay until
 * the peer has them and all before them. What was lost goes out again in a new packet, before anything new. One per
 * agent; {@code session} is the offset of a record.
 *
 * <pre> per channel, 40 bytes: 0 first i32 | 4 last i32 | 8 unsent i32 | 12 lostFirst i32 | 16 lostLast i32 | 20 bytes i32
 * | 24 messages i32 | 28 nextId u16 | 32 bytes that GAMEPLAY is ahead of EVENTS i32, in the first only
 * block: 0 next i32 | 4 link i32: next in its packet, or next lost | 8 id u16 | 10 index u8 | 11 last index u8
 * | 12 length u16 | 14 state u8 | 15 lane u8 | 16 journal i64 | 24 message length i32 | 32 bytes </pre>
 */
final class OutboundChannels {
    /** Bytes of one channel. */
    static final int CHANNEL_BYTES = 40;

    /** Bytes it takes in a session's record. */
    static final int BYTES = Lanes.COUNT * CHANNEL_BYTES;

    private static final long FIRST = SessionRecord.OUTBOUND;
    private static final long LAST = FIRST + 4;
    private static final long UNSENT = FIRST + 8;
    private static final long LOST_FIRST = FIRST + 12;
    private static final long LOST_LAST = FIRST + 16;
    private static final long BYTES_HELD = FIRST + 20;
    private static final long MESSAGES = FIRST + 24;
    private static final long NEXT_ID = FIRST + 28;
    private static final long AHEAD = FIRST + 32;

    private static final long BLOCK_LINK = 4;
    private static final long BLOCK_ID = 8;
    private static final long BLOCK_INDEX = 10;
    private static final long BLOCK_LAST_INDEX = 11;
    private static final long BLOCK_LENGTH = 12;
    private static final long BLOCK_STATE = 14;
    private static final long BLOCK_LANE = 15;
    private static final long BLOCK_JOURNAL = 16;
    private static final long BLOCK_MESSAGE_LENGTH = 24;
    private static final long BLOCK_PAYLOAD = 32;

    private static final byte STATE_QUEUED = 0;
    private static final byte STATE_IN_FLIGHT = 1;
    private static final byte STATE_LOST = 2;
    private static final byte STATE_ACKED = 3;

    private final MemorySegment memory;
    private final BlockPool pool;
    private final MemorySegment blocks;
    private final Direction direction;
    private long durableSequence;

    OutboundChannels(final MemorySegment memory, final BlockPool pool, final Direction direction) {
        this.memory = memory;
        this.pool = pool;
        this.blocks = pool.memory();
        this.direction = direction;
    }

    /** Starts all channels empty; nothing may be left of a former session. */
    void begin(final long session) {
        Zeros.fill(memory, session + FIRST, BYTES);
    }

    /** The other way round of {@link #begin}: gives all blocks back. */
    void end(final long session) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            int block = memory.get(JAVA_INT, at(session, lane) + FIRST);
            while (block != BlockPool.NONE) {
                final int next = blocks.get(JAVA_INT, BlockPool.at(block));
                pool.give(block);
                block = next;
            }
        }
        begin(session);
    }

    /** Up to which journal sequence messages may leave. */
    void durable(final long sequence) {
        durableSequence = sequence;
    }

    /**
     * Queues a message; its bytes are copied.
     *
     * @param journal it leaves once this sequence is durable; 0 for at once.
     */
    SendResult offer(
            final long session,
            final Channel channel,
            final MemorySegment source,
            final long from,
            final int length,
            final long journal) {
        final int bytesMax = channel.bytesMax(direction);
        if (FrameWriter.fragments(length) > Channel.fragmentsMax(direction) || length > bytesMax) {
            return SendResult.TOO_LONG;
        }
        final int lane = Lanes.of(channel);
        final long at = at(session, lane);
        final int bytes = memory.get(JAVA_INT, at + BYTES_HELD) + length;
        final int messages = memory.get(JAVA_INT, at + MESSAGES) + 1;
        if (bytes > bytesMax || messages > channel.messagesMax(direction)) {
            return SendResult.NO_ROOM;
        }
        final int first = copy(source, from, length, lane);
        if (first == BlockPool.NONE) {
            return SendResult.NO_ROOM;
        }
        final int id = Short.toUnsignedInt(memory.get(JAVA_SHORT, at + NEXT_ID));
        append(at, first, id, length, journal);
        memory.set(JAVA_SHORT, at + NEXT_ID, (short) (id + 1));
        memory.set(JAVA_INT, at + BYTES_HELD, bytes);
        memory.set(JAVA_INT, at + MESSAGES, messages);
        return SendResult.TAKEN;
    }

    /** Copies a message into a chain of blocks; none when they do not suffice. */
    private int copy(final MemorySegment source, final long from, final int length, final int lane) {
        final int fragments = FrameWriter.fragments(length);
        int first = BlockPool.NONE;
        for (int index = fragments - 1; index >= 0; index--) {
            final int done = index * Channel.FRAGMENT_BYTES;
            final int part = Math.min(Channel.FRAGMENT_BYTES, length - done);
            final int block = pool.take((int) BLOCK_PAYLOAD + part);
            if (block == BlockPool.NONE) {
                giveChain(first);
                return BlockPool.NONE;
            }
            final long at = BlockPool.at(block);
            blocks.set(JAVA_INT, at, first);
            blocks.set(JAVA_BYTE, at + BLOCK_INDEX, (byte) index);
            blocks.set(JAVA_BYTE, at + BLOCK_LAST_INDEX, (byte) (fragments - 1));
            blocks.set(JAVA_SHORT, at + BLOCK_LENGTH, (short) part);
            blocks.set(JAVA_BYTE, at + BLOCK_STATE, STATE_QUEUED);
            blocks.set(JAVA_BYTE, at + BLOCK_LANE, (byte) lane);
            MemorySegment.copy(source, from + done, blocks, at + BLOCK_PAYLOAD, part);
            first = block;
        }
        return first;
    }

    private void giveChain(final int first) {
        int block = first;
        while (block != BlockPool.NONE) {
            final int next = blocks.get(JAVA_INT, BlockPool.at(block));
            pool.give(block);
            block = next;
        }
    }

    private void append(final long at, final int first, final int id, final int length, final long journal) {
        int last = first;
        for (int block = first; block != BlockPool.NONE; block = blocks.get(JAVA_INT, BlockPool.at(block))) {
            final long blockAt = BlockPool.at(block);
            blocks.set(JAVA_SHORT, blockAt + BLOCK_ID, (short) id);
            blocks.set(JAVA_LONG, blockAt + BLOCK_JOURNAL, journal);
            blocks.set(JAVA_INT, blockAt + BLOCK_MESSAGE_LENGTH, length);
            last = block;
        }
        final int former = memory.get(JAVA_INT, at + LAST);
        if (former == BlockPool.NONE) {
            memory.set(JAVA_INT, at + FIRST, first);
        } else {
            blocks.set(JAVA_INT, BlockPool.at(former), first);
        }
        memory.set(JAVA_INT, at + LAST, last);
        if (memory.get(JAVA_INT, at + UNSENT) == BlockPool.NONE) {
            memory.set(JAVA_INT, at + UNSENT, first);
        }
    }

    /** Whether anything may leave now. */
    boolean isPending(final long session) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            if (nextOf(session, lane) != BlockPool.NONE) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything that left is not given back yet. */
    boolean waitsForAcks(final long session) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            final long at = at(session, lane);
            if (memory.get(JAVA_INT, at + FIRST) != memory.get(JAVA_INT, at + UNSENT)) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything waits for the journal. */
    boolean isGated(final long session) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            final int unsent = memory.get(JAVA_INT, at(session, lane) + UNSENT);
            if (unsent != BlockPool.NONE && !isDurable(unsent)) {
                return true;
            }
        }
        return false;
    }

    /** The block to send next: what was lost first, then the oldest unsent if the journal allows. */
    private int nextOf(final long session, final int lane) {
        final long at = at(session, lane);
        final int lost = memory.get(JAVA_INT, at + LOST_FIRST);
        if (lost != BlockPool.NONE) {
            return lost;
        }
        final int unsent = memory.get(JAVA_INT, at + UNSENT);
        return unsent != BlockPool.NONE && isDurable(unsent) ? unsent : BlockPool.NONE;
    }

    private boolean isDurable(final int block) {
        return blocks.get(JAVA_LONG, BlockPool.at(block) + BLOCK_JOURNAL) <= durableSequence;
    }

    /**
     * Writes as many frames as fit: control first, then gameplay and events by turns, then bulk.
     *
     * @param withBulk whether bulk may follow.
     * @return head of the chain of blocks written, for the fate of the packet, or {@link BlockPool#NONE}.
     */
    int write(final long session, final FrameWriter writer, final boolean withBulk) {
        int chain = writeLane(session, Lanes.CONTROL, writer, BlockPool.NONE);
        chain = writeFair(session, writer, chain);
        return withBulk ? writeLane(session, Lanes.BULK, writer, chain) : chain;
    }

    private int writeLane(final long session, final int lane, final FrameWriter writer, final int chain) {
        int head = chain;
        int block = nextOf(session, lane);
        while (block != BlockPool.NONE && writeBlock(block, writer)) {
            head = depart(session, lane, block, head);
            block = nextOf(session, lane);
        }
        return head;
    }

    private int writeFair(final long session, final FrameWriter writer, final int chain) {
        int head = chain;
        int ahead = memory.get(JAVA_INT, session + AHEAD);
        while (true) {
            final int gameplay = nextOf(session, Lanes.GAMEPLAY);
            final int events = nextOf(session, Lanes.EVENTS);
            if (gameplay == BlockPool.NONE || events == BlockPool.NONE) {
                break;
            }
            final boolean first = ahead <= 0;
            final int block = first ? gameplay : events;
            if (!writeBlock(block, writer)) {
                break;
            }
            final int length = Short.toUnsignedInt(blocks.get(JAVA_SHORT, BlockPool.at(block) + BLOCK_LENGTH));
            ahead += first ? length : -length;
            head = depart(session, first ? Lanes.GAMEPLAY : Lanes.EVENTS, block, head);
        }
        memory.set(JAVA_INT, session + AHEAD, ahead);
        head = writeLane(session, Lanes.GAMEPLAY, writer, head);
        return writeLane(session, Lanes.EVENTS, writer, head);
    }

    private boolean writeBlock(final int block, final FrameWriter writer) {
        final long at = BlockPool.at(block);
        final int channel = Lanes.channelId(blocks.get(JAVA_BYTE, at + BLOCK_LANE));
        final int id = Short.toUnsignedInt(blocks.get(JAVA_SHORT, at + BLOCK_ID));
        final int messageLength = blocks.get(JAVA_INT, at + BLOCK_MESSAGE_LENGTH);
        if (blocks.get(JAVA_BYTE, at + BLOCK_LAST_INDEX) == 0) {
            return writer.reliable(channel, id, blocks, at + BLOCK_PAYLOAD, messageLength);
        }
        final int index = Byte.toUnsignedInt(blocks.get(JAVA_BYTE, at + BLOCK_INDEX));
        final long messageAt = at + BLOCK_PAYLOAD - (long) index * Channel.FRAGMENT_BYTES;
        return writer.fragment(channel, id, index, blocks, messageAt, messageLength);
    }

    /** The block is in a packet now: out of the lost or unsent ones, into the packet's chain. */
    private int depart(final long session, final int lane, final int block, final int chain) {
        final long at = at(session, lane);
        final long blockAt = BlockPool.at(block);
        if (blocks.get(JAVA_BYTE, blockAt + BLOCK_STATE) == STATE_LOST) {
            final int next = blocks.get(JAVA_INT, blockAt + BLOCK_LINK);
            memory.set(JAVA_INT, at + LOST_FIRST, next);
            if (next == BlockPool.NONE) {
                memory.set(JAVA_INT, at + LOST_LAST, BlockPool.NONE);
            }
        } else {
            memory.set(JAVA_INT, at + UNSENT, blocks.get(JAVA_INT, blockAt));
        }
        blocks.set(JAVA_BYTE, blockAt + BLOCK_STATE, STATE_IN_FLIGHT);
        blocks.set(JAVA_INT, blockAt + BLOCK_LINK, chain);
        return block;
    }

    /** The packet with this chain arrived: gives back all blocks that nothing before them holds up. */
    void onAcked(final long session, final int chain) {
        for (int block = chain; block != BlockPool.NONE; ) {
            final long blockAt = BlockPool.at(block);
            final int next = blocks.get(JAVA_INT, blockAt + BLOCK_LINK);
            final int lane = blocks.get(JAVA_BYTE, blockAt + BLOCK_LANE);
            blocks.set(JAVA_BYTE, blockAt + BLOCK_STATE, STATE_ACKED);
            giveAcked(at(session, lane));
            block = next;
        }
    }

    private void giveAcked(final long at) {
        int block = memory.get(JAVA_INT, at + FIRST);
        while (block != BlockPool.NONE && blocks.get(JAVA_BYTE, BlockPool.at(block) + BLOCK_STATE) == STATE_ACKED) {
            final long blockAt = BlockPool.at(block);
            final int next = blocks.get(JAVA_INT, blockAt);
            final int length = Short.toUnsignedInt(blocks.get(JAVA_SHORT, blockAt + BLOCK_LENGTH));
            memory.set(JAVA_INT, at + BYTES_HELD, memory.get(JAVA_INT, at + BYTES_HELD) - length);
            if (blocks.get(JAVA_BYTE, blockAt + BLOCK_INDEX) == blocks.get(JAVA_BYTE, blockAt + BLOCK_LAST_INDEX)) {
                memory.set(JAVA_INT, at + MESSAGES, memory.get(JAVA_INT, at + MESSAGES) - 1);
            }
            pool.give(block);
            block = next;
        }
        memory.set(JAVA_INT, at + FIRST, block);
        if (block == BlockPool.NONE) {
            memory.set(JAVA_INT, at + LAST, BlockPool.NONE);
        }
    }

    /** The packet with this chain is lost: its blocks go out again, behind those lost before. */
    void onLost(final long session, final int chain) {
        for (int block = chain; block != BlockPool.NONE; ) {
            final long blockAt = BlockPool.at(block);
            final int next = blocks.get(JAVA_INT, blockAt + BLOCK_LINK);
            final long at = at(session, blocks.get(JAVA_BYTE, blockAt + BLOCK_LANE));
            blocks.set(JAVA_BYTE, blockAt + BLOCK_STATE, STATE_LOST);
            blocks.set(JAVA_INT, blockAt + BLOCK_LINK, BlockPool.NONE);
            final int last = memory.get(JAVA_INT, at + LOST_LAST);
            if (last == BlockPool.NONE) {
                memory.set(JAVA_INT, at + LOST_FIRST, block);
            } else {
                blocks.set(JAVA_INT, BlockPool.at(last) + BLOCK_LINK, block);
            }
            memory.set(JAVA_INT, at + LOST_LAST, block);
            block = next;
        }
    }

    /** Bytes of messages not yet given back, on one channel. */
    int bytesHeld(final long session, final Channel channel) {
        return memory.get(JAVA_INT, at(session, Lanes.of(channel)) + BYTES_HELD);
    }

    private static long at(final long session, final int lane) {
        return session + (long) lane * CHANNEL_BYTES;
    }
}
