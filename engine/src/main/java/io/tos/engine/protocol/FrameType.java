package io.tos.engine.protocol;

/**
 * First byte of a frame. Types below {@link #SKIPPABLE} have the layouts of {@link FrameReader}; an unknown one ends the
 * session. Types from there on are {@code type u8 | length u16 | body} and are stepped over by who does not know them.
 */
public final class FrameType {
    /** The rest of the text is zero. */
    public static final int PADDING = 0x00;

    /** Asks for a PONG; see {@link PingFrame}. */
    public static final int PING = 0x01;

    /** Answers a PING; see {@link PongFrame}. */
    public static final int PONG = 0x02;

    /** Eight bytes to send back from where they came; see {@link PathFrame}. */
    public static final int PATH_CHALLENGE = 0x03;

    /** The eight bytes of a PATH_CHALLENGE; see {@link PathFrame}. */
    public static final int PATH_RESPONSE = 0x04;

    /** The session ends; see {@link CloseFrame}. */
    public static final int CLOSE = 0x05;

    /** Client → server: a delta had no base or a hash was wrong; see {@link MissFrame}. */
    public static final int BASE_MISS = 0x06;

    /** A whole message on a reliable channel. */
    public static final int RELIABLE = 0x10;

    /** A part of a message on a reliable channel. */
    public static final int FRAGMENT = 0x11;

    /** A message on an unreliable channel. */
    public static final int MESSAGE = 0x12;

    /** Server → client: one part of the world. */
    public static final int SNAPSHOT = 0x20;

    /** Client → server: what the player wants. */
    public static final int INPUT = 0x21;

    /** From this type on a length follows the type. */
    public static final int SKIPPABLE = 0x80;

    /** Most frames in one packet. */
    public static final int FRAMES_MAX = 64;

    private FrameType() {}

    /** Whether a packet with such a frame is acknowledged without waiting for the next ordinary packet. */
    public static boolean elicitsAck(final int type) {
        return type == RELIABLE || type == FRAGMENT || type == PING;
    }
}
