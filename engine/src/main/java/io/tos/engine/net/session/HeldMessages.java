package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.protocol.Channel;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of messages that came but cannot be handed over yet: too early, or in parts. Memory grows by bytes received,
 * never by lengths claimed. Messages of one lane hang in 16 buckets by the low bits of their id.
 *
 * <pre> message: 0 next in bucket i32 | 4 id u16 | 6 kind u8 | 7 fragments - 1 u8 | 8 length i32, bytes received
 * | 12 first fragment i32 | 16 fragments received i32 | 24 touchedNs i64 | 32 mask of fragments received, 32 bytes | 64 bytes
 * fragment: 0 next fragment i32 | 4 index u8 | 6 length u16 | 64 bytes </pre>
 */
final class HeldMessages {
    /** A message that came whole. */
    static final byte KIND_WHOLE = 1;

    /** A message some fragments of which are missing. */
    static final byte KIND_PARTIAL = 2;

    /** A message whose fragments are all there. */
    static final byte KIND_COMPLETE = 3;

    /** Buckets of one lane. */
    static final int BUCKETS = 16;

    private static final long ID = 4;
    private static final long KIND = 6;
    private static final long LAST_INDEX = 7;
    private static final long LENGTH = 8;
    private static final long FIRST_FRAGMENT = 12;
    private static final long FRAGMENTS = 16;
    private static final long TOUCHED = 24;
    private static final long MASK = 32;
    private static final long PAYLOAD = 64;
    private static final long PART_INDEX = 4;
    private static final long PART_LENGTH = 6;

    private final MemorySegment memory;
    private final BlockPool pool;
    private final MemorySegment blocks;

    /**
     * @param memory holds the buckets, {@link #BUCKETS} times i32, at the offsets called {@code buckets} here.
     * @param pool gives the blocks.
     */
    HeldMessages(final MemorySegment memory, final BlockPool pool) {
        this.memory = memory;
        this.pool = pool;
        this.blocks = pool.memory();
    }

    /** The message with this id, or {@link BlockPool#NONE}. */
    int find(final long buckets, final int id) {
        int block = memory.get(JAVA_INT, bucket(buckets, id));
        while (block != BlockPool.NONE && id(block) != id) {
            block = blocks.get(JAVA_INT, BlockPool.at(block));
        }
        return block;
    }

    /** Holds a whole message. False when there is no memory. */
    boolean hold(final long buckets, final int id, final MemorySegment source, final long from, final int length) {
        final int block = pool.take((int) PAYLOAD + length);
        if (block == BlockPool.NONE) {
            return false;
        }
        link(buckets, block, id, KIND_WHOLE);
        blocks.set(JAVA_INT, BlockPool.at(block) + LENGTH, length);
        MemorySegment.copy(source, from, blocks, BlockPool.at(block) + PAYLOAD, length);
        return true;
    }

    /** Begins a message of {@code count} fragments, none there yet; {@link BlockPool#NONE} when there is no memory. */
    int begin(final long buckets, final int id, final int count) {
        final int block = pool.take((int) PAYLOAD);
        if (block == BlockPool.NONE) {
            return block;
        }
        link(buckets, block, id, KIND_PARTIAL);
        final long at = BlockPool.at(block);
        blocks.set(JAVA_BYTE, at + LAST_INDEX, (byte) (count - 1));
        blocks.set(JAVA_INT, at + LENGTH, 0);
        blocks.set(JAVA_INT, at + FIRST_FRAGMENT, BlockPool.NONE);
        blocks.set(JAVA_INT, at + FRAGMENTS, 0);
        for (int word = 0; word < 4; word++) {
            blocks.set(JAVA_LONG, at + MASK + 8L * word, 0);
        }
        return block;
    }

    private void link(final long buckets, final int block, final int id, final byte kind) {
        final long at = BlockPool.at(block);
        final long bucket = bucket(buckets, id);
        blocks.set(JAVA_INT, at, memory.get(JAVA_INT, bucket));
        blocks.set(JAVA_SHORT, at + ID, (short) id);
        blocks.set(JAVA_BYTE, at + KIND, kind);
        memory.set(JAVA_INT, bucket, block);
    }

    /** Whether this fragment is there. */
    boolean has(final int block, final int index) {
        return (blocks.get(JAVA_LONG, maskOf(block, index)) >>> index & 1) != 0;
    }

    /**
     * Adds a fragment that is not there.
     *
     * @return false when there is no memory.
     */
    boolean add(final int block, final int index, final MemorySegment source, final long from, final int length) {
        final int part = pool.take((int) PAYLOAD + length);
        if (part == BlockPool.NONE) {
            return false;
        }
        final long at = BlockPool.at(block);
        final long partAt = BlockPool.at(part);
        blocks.set(JAVA_INT, partAt, blocks.get(JAVA_INT, at + FIRST_FRAGMENT));
        blocks.set(JAVA_BYTE, partAt + PART_INDEX, (byte) index);
        blocks.set(JAVA_SHORT, partAt + PART_LENGTH, (short) length);
        MemorySegment.copy(source, from, blocks, partAt + PAYLOAD, length);
        blocks.set(JAVA_INT, at + FIRST_FRAGMENT, part);
        blocks.set(JAVA_INT, at + LENGTH, length(block) + length);
        final int received = blocks.get(JAVA_INT, at + FRAGMENTS) + 1;
        blocks.set(JAVA_INT, at + FRAGMENTS, received);
        final long mask = maskOf(block, index);
        blocks.set(JAVA_LONG, mask, blocks.get(JAVA_LONG, mask) | 1L << index);
        if (received == count(block)) {
            blocks.set(JAVA_BYTE, at + KIND, KIND_COMPLETE);
        }
        return true;
    }

    /** When the last fragment came, for {@link #touchedNs}. */
    void touch(final int block, final long nowNs) {
        blocks.set(JAVA_LONG, BlockPool.at(block) + TOUCHED, nowNs);
    }

    /** When the last fragment came. */
    long touchedNs(final int block) {
        return blocks.get(JAVA_LONG, BlockPool.at(block) + TOUCHED);
    }

    /** One of the kinds. */
    byte kind(final int block) {
        return blocks.get(JAVA_BYTE, BlockPool.at(block) + KIND);
    }

    /** Id of the message. */
    int id(final int block) {
        return Short.toUnsignedInt(blocks.get(JAVA_SHORT, BlockPool.at(block) + ID));
    }

    /** How many fragments the message has. */
    int count(final int block) {
        return Byte.toUnsignedInt(blocks.get(JAVA_BYTE, BlockPool.at(block) + LAST_INDEX)) + 1;
    }

    /** Bytes of the message that are there. */
    int length(final int block) {
        return blocks.get(JAVA_INT, BlockPool.at(block) + LENGTH);
    }

    /** Where the bytes of a {@link #KIND_WHOLE} message lie in the pool's memory. */
    static long payload(final int block) {
        return BlockPool.at(block) + PAYLOAD;
    }

    /** Puts the fragments of a {@link #KIND_COMPLETE} message together in {@code target}. */
    void assemble(final int block, final MemorySegment target) {
        int part = blocks.get(JAVA_INT, BlockPool.at(block) + FIRST_FRAGMENT);
        while (part != BlockPool.NONE) {
            final long at = BlockPool.at(part);
            final int index = Byte.toUnsignedInt(blocks.get(JAVA_BYTE, at + PART_INDEX));
            final int length = Short.toUnsignedInt(blocks.get(JAVA_SHORT, at + PART_LENGTH));
            MemorySegment.copy(blocks, at + PAYLOAD, target, (long) index * Channel.FRAGMENT_BYTES, length);
            part = blocks.get(JAVA_INT, at);
        }
    }

    /** Gives a message's blocks back. */
    void remove(final long buckets, final int block) {
        final int next = blocks.get(JAVA_INT, BlockPool.at(block));
        final long bucket = bucket(buckets, id(block));
        int former = memory.get(JAVA_INT, bucket);
        if (former == block) {
            memory.set(JAVA_INT, bucket, next);
        } else {
            while (blocks.get(JAVA_INT, BlockPool.at(former)) != block) {
                former = blocks.get(JAVA_INT, BlockPool.at(former));
            }
            blocks.set(JAVA_INT, BlockPool.at(former), next);
        }
        give(block);
    }

    private void give(final int block) {
        if (kind(block) != KIND_WHOLE) {
            int part = blocks.get(JAVA_INT, BlockPool.at(block) + FIRST_FRAGMENT);
            while (part != BlockPool.NONE) {
                final int next = blocks.get(JAVA_INT, BlockPool.at(part));
                pool.give(part);
                part = next;
            }
        }
        pool.give(block);
    }

    /** Gives all messages of a lane back. */
    void removeAll(final long buckets) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int block = memory.get(JAVA_INT, buckets + 4L * bucket);
            while (block != BlockPool.NONE) {
                final int next = blocks.get(JAVA_INT, BlockPool.at(block));
                give(block);
                block = next;
            }
            memory.set(JAVA_INT, buckets + 4L * bucket, BlockPool.NONE);
        }
    }

    /** First message of a bucket, or {@link BlockPool#NONE}. */
    int firstOf(final long buckets, final int bucket) {
        return memory.get(JAVA_INT, buckets + 4L * bucket);
    }

    /** The message after {@code block} in its bucket, or {@link BlockPool#NONE}. */
    int nextOf(final int block) {
        return blocks.get(JAVA_INT, BlockPool.at(block));
    }

    private static long maskOf(final int block, final int index) {
        return BlockPool.at(block) + MASK + (index >>> 6) * 8L;
    }

    private static long bucket(final long buckets, final int id) {
        return buckets + 4L * (id & BUCKETS - 1);
    }
}
