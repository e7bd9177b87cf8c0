package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Puts the text of a data packet together: flags, acks, then frames; layouts as in {@link FrameReader}. A frame that does
 * not fit is not begun and the call says so. One instance per agent.
 */
public final class FrameWriter {
    /** Flag: an ack section follows. */
    public static final int FLAG_ACKS = 1;

    /** Longest body of a SNAPSHOT frame. */
    public static final int SNAPSHOT_BYTES_MAX = 1100;

    /** Longest body of an INPUT frame. */
    public static final int INPUT_BYTES_MAX = 128;

    /** Shortest message body: its type. */
    public static final int BODY_BYTES_MIN = 2;

    /** Bytes before the body of a RELIABLE frame. */
    public static final int RELIABLE_HEAD_BYTES = 6;

    /** Bytes before the bytes of a FRAGMENT frame. */
    public static final int FRAGMENT_HEAD_BYTES = 8;

    /** Bytes before the body of a MESSAGE frame. */
    public static final int MESSAGE_HEAD_BYTES = 4;

    /** Bytes before the body of a SNAPSHOT, INPUT or skippable frame. */
    public static final int COUNTED_HEAD_BYTES = 3;

    /** Bytes that reliable frames may add to a packet with a snapshot. */
    public static final int RELIABLE_BESIDE_SNAPSHOT_BYTES = 52;

    private MemorySegment memory = MemorySegment.NULL;
    private long text;
    private long at;
    private long end;
    private int frames;

    /**
     * Starts a text without acks.
     *
     * @param capacity at most {@link PacketHeader#TEXT_BYTES_MAX} for a packet that is to be sent.
     */
    public void wrap(final MemorySegment memory, final long text, final int capacity) {
        this.memory = memory;
        this.text = text;
        at = text + 1;
        end = text + capacity;
        frames = 0;
        LittleEndian.put8(memory, text, 0);
    }

    /** Adds the ack section; only before the first frame. Arguments as for {@link AckSection#write}. */
    public void acks(final long newest, final int delay, final long mask) {
        assert at == text + 1 && end - at >= AckSection.LENGTH_MAX;
        LittleEndian.put8(memory, text, FLAG_ACKS);
        at += AckSection.write(memory, at, newest, delay, mask);
    }

    /** Length of the text so far. */
    public int length() {
        return (int) (at - text);
    }

    /** Bytes still free. */
    public int room() {
        return (int) (end - at);
    }

    /** How many frames there are. */
    public int frames() {
        return frames;
    }

    /** Whether another frame of this whole length may follow. */
    public boolean fits(final int frameBytes) {
        return frameBytes <= end - at && frames < FrameType.FRAMES_MAX;
    }

    private boolean begin(final int type, final int frameBytes) {
        if (!fits(frameBytes)) {
            return false;
        }
        LittleEndian.put8(memory, at, type);
        frames++;
        return true;
    }

    /** Adds a PING. */
    public boolean ping(final int id, final long sentUs) {
        if (!begin(FrameType.PING, 1 + PingFrame.LENGTH)) {
            return false;
        }
        LittleEndian.put16(memory, at + 1, id);
        LittleEndian.put64(memory, at + 3, sentUs);
        at += 1 + PingFrame.LENGTH;
        return true;
    }

    /** Adds a PONG. */
    public boolean pong(final int id, final long pingSentUs, final long pingReceivedUs, final long pongSentUs) {
        if (!begin(FrameType.PONG, 1 + PongFrame.LENGTH)) {
            return false;
        }
        LittleEndian.put16(memory, at + 1, id);
        LittleEndian.put64(memory, at + 3, pingSentUs);
        LittleEndian.put64(memory, at + 11, pingReceivedUs);
        LittleEndian.put64(memory, at + 19, pongSentUs);
        at += 1 + PongFrame.LENGTH;
        return true;
    }

    /** Adds a PATH_CHALLENGE or PATH_RESPONSE. */
    public boolean path(final int type, final long token) {
        assert type == FrameType.PATH_CHALLENGE || type == FrameType.PATH_RESPONSE : type;
        if (!begin(type, 1 + PathFrame.LENGTH)) {
            return false;
        }
        LittleEndian.put64(memory, at + 1, token);
        at += 1 + PathFrame.LENGTH;
        return true;
    }

    /** Adds a CLOSE; text is copied from {@code source} and must be valid UTF-8 of at most 120 bytes. */
    public boolean close(final int code, final MemorySegment source, final long from, final int textLength) {
        assert textLength <= CloseFrame.TEXT_BYTES_MAX : textLength;
        final int frameBytes = 1 + CloseFrame.HEAD_BYTES + textLength;
        if (!begin(FrameType.CLOSE, frameBytes)) {
            return false;
        }
        LittleEndian.put16(memory, at + 1, code);
        LittleEndian.put8(memory, at + 3, textLength);
        MemorySegment.copy(source, from, memory, at + 4, textLength);
        at += frameBytes;
        return true;
    }

    /** Adds a CLOSE without text. */
    public boolean close(final int code) {
        return close(code, memory, text, 0);
    }

    /** Adds a BASE_MISS. */
    public boolean baseMiss(final int cause, final int alias) {
        if (!begin(FrameType.BASE_MISS, 1 + MissFrame.LENGTH)) {
            return false;
        }
        LittleEndian.put8(memory, at + 1, cause);
        LittleEndian.put8(memory, at + 2, alias);
        at += 1 + MissFrame.LENGTH;
        return true;
    }

    /** Adds a whole message on a reliable channel, copied from {@code source}. */
    public boolean reliable(
            final int channel, final int messageId, final MemorySegment source, final long from, final int length) {
        assert length >= BODY_BYTES_MIN && length <= Channel.BODY_BYTES_MAX : length;
        if (!begin(FrameType.RELIABLE, RELIABLE_HEAD_BYTES + length)) {
            return false;
        }
        LittleEndian.put8(memory, at + 1, channel);
        LittleEndian.put16(memory, at + 2, messageId);
        LittleEndian.put16(memory, at + 4, length);
        copy(source, from, RELIABLE_HEAD_BYTES, length);
        return true;
    }

    /**
     * Adds part {@code index} of a long message, copied from {@code source}.
     *
     * @param from where the whole message begins.
     * @param messageLength of the whole message, more than {@link Channel#BODY_BYTES_MAX}.
     */
    public boolean fragment(
            final int channel,
            final int messageId,
            final int index,
            final MemorySegment source,
            final long from,
            final int messageLength) {
        final int count = fragments(messageLength);
        assert count >= 2 && count <= Channel.FRAGMENTS_TO_CLIENT_MAX && index < count : messageLength;
        final int done = index * Channel.FRAGMENT_BYTES;
        final int length = Math.min(Channel.FRAGMENT_BYTES, messageLength - done);
        if (!begin(FrameType.FRAGMENT, FRAGMENT_HEAD_BYTES + length)) {
            return false;
        }
        LittleEndian.put8(memory, at + 1, channel);
        LittleEndian.put16(memory, at + 2, messageId);
        LittleEndian.put8(memory, at + 4, index);
        LittleEndian.put8(memory, at + 5, count - 1);
        LittleEndian.put16(memory, at + 6, length);
        copy(source, from + done, FRAGMENT_HEAD_BYTES, length);
        return true;
    }

    /** How many fragments a message of this length has; 1 means it goes whole. */
    public static int fragments(final int messageLength) {
        return (messageLength + Channel.FRAGMENT_BYTES - 1) / Channel.FRAGMENT_BYTES;
    }

    /** Adds a message on an unreliable channel, copied from {@code source}. */
    public boolean message(final int channel, final MemorySegment source, final long from, final int length) {
        assert length >= BODY_BYTES_MIN && length <= Channel.BODY_BYTES_MAX : length;
        if (!begin(FrameType.MESSAGE, MESSAGE_HEAD_BYTES + length)) {
            return false;
        }
        LittleEndian.put8(memory, at + 1, channel);
        LittleEndian.put16(memory, at + 2, length);
        copy(source, from, MESSAGE_HEAD_BYTES, length);
        return true;
    }

    /** Adds a SNAPSHOT, INPUT or skippable frame, copied from {@code source}. */
    public boolean counted(final int type, final MemorySegment source, final long from, final int length) {
        assert type == FrameType.SNAPSHOT || type == FrameType.INPUT || type >= FrameType.SKIPPABLE : type;
        if (!begin(type, COUNTED_HEAD_BYTES + length)) {
            return false;
        }
        LittleEndian.put16(memory, at + 1, length);
        copy(source, from, COUNTED_HEAD_BYTES, length);
        return true;
    }

    /** Fills what is left with zeros, as one PADDING frame. */
    public void pad() {
        if (fits(1)) {
            LittleEndian.zero(memory, at, room());
            frames++;
            at = end;
        }
    }

    private void copy(final MemorySegment source, final long from, final int headBytes, final int length) {
        MemorySegment.copy(source, from, memory, at + headBytes, length);
        at += headBytes + length;
    }
}
