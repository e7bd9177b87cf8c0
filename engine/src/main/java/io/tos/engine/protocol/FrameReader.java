package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Walks over the text of an opened data packet: flags, acks, then frame by frame. One instance per agent and direction.
 *
 * <pre>
 * text      0 flags u8: bit 0 = acks follow, rest 0 | ack section | frames
 * PADDING   00 | zeros to the end
 * PING      01 | {@link PingFrame}             PONG          02 | {@link PongFrame}
 * PATH_*    03, 04 | {@link PathFrame}         CLOSE         05 | {@link CloseFrame}
 * BASE_MISS 06 | {@link MissFrame}
 * RELIABLE  10 | channel u8 | message id u16 | length u16, 2 to 1,024 | body
 * FRAGMENT  11 | channel u8 | message id u16 | index u8 | count - 1 u8, 1 to 255 | length u16 | bytes
 * MESSAGE   12 | channel u8, 3 or 4 | length u16, 2 to 1,024 | body
 * SNAPSHOT  20 | length u16, 1 to 1,100 | body   INPUT       21 | length u16, 1 to 128 | body
 * 80 to FF     | length u16 | body
 * </pre>
 */
public final class FrameReader {
    /** What {@link #next} says after the last frame. */
    public static final int END = -1;

    /** What {@link #next} says of text no correct peer sends. */
    public static final int MALFORMED = -2;

    private final Direction direction;
    private final AckSection acks = new AckSection();
    private MemorySegment memory = MemorySegment.NULL;
    private long at;
    private long end;
    private int frames;
    private boolean hasAcks;
    private long body;
    private int bodyLength;
    private int channel;
    private int messageId;
    private int fragmentIndex;
    private int fragmentCount;

    /** @param direction which way the packets to be read travelled. */
    public FrameReader(final Direction direction) {
        this.direction = direction;
    }

    /** Starts on a text; false if flags or acks are not in their one legal form. */
    public boolean wrap(final MemorySegment memory, final long text, final int length) {
        this.memory = memory;
        at = text + 1;
        end = text + length;
        frames = 0;
        hasAcks = false;
        if (length < 1) {
            return false;
        }
        final int flags = LittleEndian.u8(memory, text);
        if (flags == 0) {
            return true;
        }
        if (flags != FrameWriter.FLAG_ACKS) {
            return false;
        }
        final int ackLength = acks.wrap(memory, at, length - 1);
        if (ackLength < 0) {
            return false;
        }
        at += ackLength;
        hasAcks = true;
        return true;
    }

    /** Whether the text has an ack section. */
    public boolean hasAcks() {
        return hasAcks;
    }

    /** The ack section, if there is one. */
    public AckSection acks() {
        return acks;
    }

    /**
     * Steps to the next frame, over those of unknown skippable types too: they are returned like others.
     *
     * @return its type, {@link #END} or {@link #MALFORMED}; after either of these do not call again.
     */
    public int next() {
        if (at == end) {
            return END;
        }
        if (++frames > FrameType.FRAMES_MAX) {
            return MALFORMED;
        }
        final int type = LittleEndian.u8(memory, at);
        at++;
        return accept(type) ? type : MALFORMED;
    }

    private boolean accept(final int type) {
        return switch (type) {
            case FrameType.PADDING -> padding();
            case FrameType.PING -> fixed(PingFrame.LENGTH);
            case FrameType.PONG -> fixed(PongFrame.LENGTH);
            case FrameType.PATH_CHALLENGE, FrameType.PATH_RESPONSE -> fixed(PathFrame.LENGTH);
            case FrameType.CLOSE -> close();
            case FrameType.BASE_MISS ->
                direction == Direction.TO_SERVER && fixed(MissFrame.LENGTH) && MissFrame.isCanonical(memory, body);
            case FrameType.RELIABLE -> reliable();
            case FrameType.FRAGMENT -> fragment();
            case FrameType.MESSAGE -> message();
            case FrameType.SNAPSHOT ->
                direction == Direction.TO_CLIENT && counted(at, 1, FrameWriter.SNAPSHOT_BYTES_MAX);
            case FrameType.INPUT -> direction == Direction.TO_SERVER && counted(at, 1, FrameWriter.INPUT_BYTES_MAX);
            default -> type >= FrameType.SKIPPABLE && counted(at, 0, PacketHeader.TEXT_BYTES_MAX);
        };
    }

    private boolean padding() {
        final int left = (int) (end - at);
        return fixed(left) && LittleEndian.isZero(memory, body, left);
    }

    private boolean fixed(final int length) {
        if (length > end - at) {
            return false;
        }
        body = at;
        bodyLength = length;
        at += length;
        return true;
    }

    /** A u16 length at {@code lengthAt}, then so many bytes. */
    private boolean counted(final long lengthAt, final int lengthMin, final int lengthMax) {
        if (end - lengthAt < 2) {
            return false;
        }
        final int length = LittleEndian.u16(memory, lengthAt);
        at = lengthAt + 2;
        return length >= lengthMin && length <= lengthMax && fixed(length);
    }

    private boolean close() {
        if (end - at < CloseFrame.HEAD_BYTES) {
            return false;
        }
        final int textLength = CloseFrame.textLength(memory, at);
        return textLength <= CloseFrame.TEXT_BYTES_MAX
                && fixed(CloseFrame.HEAD_BYTES + textLength)
                && Utf8.isValid(memory, CloseFrame.text(body), textLength);
    }

    private boolean reliable() {
        return onChannel(5, true) && counted(at + 3, FrameWriter.BODY_BYTES_MIN, Channel.BODY_BYTES_MAX);
    }

    private boolean fragment() {
        if (!onChannel(7, true)) {
            return false;
        }
        fragmentIndex = LittleEndian.u8(memory, at + 3);
        fragmentCount = LittleEndian.u8(memory, at + 4) + 1;
        final boolean last = fragmentIndex == fragmentCount - 1;
        return fragmentCount >= 2
                && fragmentCount <= Channel.fragmentsMax(direction)
                && fragmentIndex < fragmentCount
                && counted(at + 5, last ? 1 : Channel.FRAGMENT_BYTES, Channel.FRAGMENT_BYTES);
    }

    private boolean message() {
        return onChannel(3, false) && counted(at + 1, FrameWriter.BODY_BYTES_MIN, Channel.BODY_BYTES_MAX);
    }

    /** Reads channel and, on a reliable one, message id. */
    private boolean onChannel(final int headBytes, final boolean reliable) {
        if (end - at < headBytes) {
            return false;
        }
        channel = LittleEndian.u8(memory, at);
        final Channel road = Channel.byId(channel);
        if (road == null || road.isReliable() != reliable) {
            return false;
        }
        if (!reliable) {
            return true;
        }
        messageId = LittleEndian.u16(memory, at + 1);
        return road.messagesMax(direction) > 0;
    }

    /** Where the frame's body lies: message, fragment, snapshot or input, or the layout of the frame's own class. */
    public long body() {
        return body;
    }

    /** Length of the body. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Channel of a RELIABLE, FRAGMENT or MESSAGE frame, a {@link Channel#id()} of the right kind. */
    public int channel() {
        return channel;
    }

    /** Message id of a RELIABLE or FRAGMENT frame, 0 to 65,535. */
    public int messageId() {
        return messageId;
    }

    /** Which part a FRAGMENT frame is, less than {@link #fragmentCount()}. */
    public int fragmentIndex() {
        return fragmentIndex;
    }

    /** How many parts the message of a FRAGMENT frame has, at least 2. */
    public int fragmentCount() {
        return fragmentCount;
    }
}
