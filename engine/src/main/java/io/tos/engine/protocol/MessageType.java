package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Every message there is, in the order of their ids: who sends it, when, on which channel, how long it may be, how often.
 * A message body is {@code type u16 | payload}; lengths here are of the payload.
 */
public enum MessageType {
    /** You are in a world now; see {@link EnterWorld}. */
    ENTER_WORLD(1, Direction.TO_CLIENT, null, Channel.CONTROL, 38, 101, RateClass.SERVER),
    /** You are in it no longer; see {@link LeaveWorld}. */
    LEAVE_WORLD(2, Direction.TO_CLIENT, SessionPhase.WORLD, Channel.CONTROL, 2, 2, RateClass.SERVER),
    /** Your place in the queue; see {@link QueuePosition}. */
    QUEUE_POSITION(3, Direction.TO_CLIENT, SessionPhase.LOBBY, Channel.CONTROL, 10, 10, RateClass.SERVER),
    /** Words from the operators; see {@link Announce}. */
    ANNOUNCE(4, Direction.TO_CLIENT, null, Channel.CONTROL, 2, 401, RateClass.SERVER),
    /** A fresh ticket to come back with; see {@link ResumeOffer}. */
    RESUME_OFFER(5, Direction.TO_CLIENT, null, Channel.CONTROL, 3, 130, RateClass.SERVER),
    /** Name and looks behind a net id; see {@link EntityProfile}. */
    ENTITY_PROFILE(6, Direction.TO_CLIENT, SessionPhase.WORLD, Channel.EVENTS, 13, 92, RateClass.SERVER),
    /** A block of a larger object; see {@link WorldBlock}. */
    WORLD_BLOCK(7, Direction.TO_CLIENT, null, Channel.BULK, 15, 16_398, RateClass.SERVER),
    /** Send this back to me; see {@link Echo}. */
    ECHO(16, Direction.TO_SERVER, null, Channel.GAMEPLAY, 12, 8_192, RateClass.PROBE),
    /** What an ECHO asked for, byte by byte; see {@link Echo}. */
    ECHO_REPLY(17, Direction.TO_CLIENT, null, Channel.GAMEPLAY, 12, 8_192, RateClass.SERVER);

    /** Bytes of the type before the payload. */
    public static final int TYPE_BYTES = 2;

    /** One above the highest id. */
    public static final int ID_END = 18;

    /**
     * Hash of this table (FNV-1a, 64 bits, over {@link #row()} of each and a line feed after each). Client and server of
     * different tables do not talk: CONNECT carries it.
     */
    public static final long SCHEMA_HASH = schemaHash();

    private static final @Nullable MessageType[] BY_ID = byIds();

    private final int id;
    private final Direction direction;
    private final @Nullable SessionPhase phase;
    private final Channel channel;
    private final int lengthMin;
    private final int lengthMax;
    private final RateClass rate;

    MessageType(
            final int id,
            final Direction direction,
            final @Nullable SessionPhase phase,
            final Channel channel,
            final int lengthMin,
            final int lengthMax,
            final RateClass rate) {
        this.id = id;
        this.direction = direction;
        this.phase = phase;
        this.channel = channel;
        this.lengthMin = lengthMin;
        this.lengthMax = lengthMax;
        this.rate = rate;
    }

    /** Number on the wire. */
    public int id() {
        return id;
    }

    /** Who may send it. */
    public Direction direction() {
        return direction;
    }

    /** Whether it may be sent in this phase. */
    public boolean isLegalIn(final SessionPhase now) {
        return phase == null || phase == now;
    }

    /** The one channel it travels on. */
    public Channel channel() {
        return channel;
    }

    /** Shortest payload. */
    public int lengthMin() {
        return lengthMin;
    }

    /** Longest payload. */
    public int lengthMax() {
        return lengthMax;
    }

    /** How often it may come. */
    public RateClass rate() {
        return rate;
    }

    /** The type with this id, or null. */
    public static @Nullable MessageType byId(final int id) {
        return id >= 0 && id < ID_END ? BY_ID[id] : null;
    }

    /**
     * The type of a message body that arrived, if direction, channel and length are as the table says.
     *
     * @return null if not: a protocol error.
     */
    public static @Nullable MessageType of(
            final MemorySegment memory,
            final long body,
            final int bodyLength,
            final Direction direction,
            final int channel) {
        if (bodyLength < TYPE_BYTES) {
            return null;
        }
        final MessageType type = byId(LittleEndian.u16(memory, body));
        final int length = bodyLength - TYPE_BYTES;
        return type != null
                        && type.direction == direction
                        && type.channel.id() == channel
                        && length >= type.lengthMin
                        && length <= type.lengthMax
                ? type
                : null;
    }

    /** The table's row in the form that is hashed: id, name, direction, phase, channel id, lengths; commas between. */
    public String row() {
        return id + "," + name() + "," + direction + "," + (phase == null ? "ANY" : phase) + "," + channel.id() + ","
                + lengthMin + "," + lengthMax;
    }

    private static long schemaHash() {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (final MessageType type : values()) {
            for (final char letter : (type.row() + "\n").toCharArray()) {
                hash = (hash ^ letter) * 0x100_0000_01B3L;
            }
        }
        return hash;
    }

    private static @Nullable MessageType[] byIds() {
        final @Nullable MessageType[] types = new @Nullable MessageType[ID_END];
        for (final MessageType type : values()) {
            types[type.id] = type;
        }
        return types;
    }
}
