package io.tos.engine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A block of framed messages that changes hands whole. The thread that holds it is its only user.
 *
 * <pre> frame: 0 length u32 | 4 head u32 | 8 payload, length bytes, padded to 8 </pre>
 *
 * {@code head} is the writer's own word, most often a session or a kind of frame.
 */
public final class Slab {
    /** Bytes before a frame's payload. */
    public static final int HEAD_BYTES = 8;

    private final MemorySegment memory;
    private final int capacityBytes;
    private int endBytes;

    /** @param memory the slab's own bytes, aligned to 8. */
    public Slab(final MemorySegment memory) {
        this.memory = memory;
        this.capacityBytes = Math.toIntExact(memory.byteSize());
    }

    /** The bytes; frames lie in {@code [0, endBytes)}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where the last committed frame ends. */
    public int endBytes() {
        return endBytes;
    }

    /** Forgets all frames. */
    public void clear() {
        endBytes = 0;
    }

    /** Whether a frame with this payload still fits. */
    public boolean fits(final int payloadBytes) {
        return endBytes + HEAD_BYTES + payloadBytes <= capacityBytes;
    }

    /** Where the next frame's payload goes: write there, then {@link #commit}. */
    public long payload() {
        return (long) endBytes + HEAD_BYTES;
    }

    /**
     * Makes what was written at {@link #payload()} a frame.
     *
     * @param head the frame's own word.
     * @param payloadBytes at most what {@link #fits} was asked.
     */
    public void commit(final int head, final int payloadBytes) {
        assert fits(payloadBytes) : payloadBytes;
        memory.set(ValueLayout.JAVA_INT, endBytes, payloadBytes);
        memory.set(ValueLayout.JAVA_INT, endBytes + 4L, head);
        endBytes = Math.min(capacityBytes, (endBytes + HEAD_BYTES + payloadBytes + 7) & ~7);
    }

    /** Payload length of the frame at {@code frame}. */
    public int lengthAt(final int frame) {
        return memory.get(ValueLayout.JAVA_INT, frame);
    }

    /** The writer's word of the frame at {@code frame}. */
    public int headAt(final int frame) {
        return memory.get(ValueLayout.JAVA_INT, frame + 4L);
    }

    /** Where the frame after the one at {@code frame} begins; {@link #endBytes()} after the last. */
    public int next(final int frame) {
        return Math.min(capacityBytes, (frame + HEAD_BYTES + lengthAt(frame) + 7) & ~7);
    }
}
