package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client, sealed in ACCEPT: you are in, once your first data packet proves you. One instance per agent.
 *
 * <pre>
 *  0 outcome u8 = 0 | 1 serverCid u32, not 0 | 5 tick u32 | 9 serverTimeUs u64 | 17 tickHz u8 | 18 inputHz u8
 * 19 snapshotHz u8 | 20 serverAckDelayMax u16 | 22 clientAckDelayMax u16, both in 0.5 ms | 24 bytesPerSecond u32
 * 28 rekeyPackets u32 | 32 rekeySeconds u16 | 34 resetToken, 16 bytes | 50 ticketLength u8, 0 to 128 | 51 ticket
 * </pre>
 */
public final class AcceptPayload {
    /** First byte of a payload that accepts. */
    public static final int OUTCOME = 0;

    /** Length without a ticket. */
    public static final int LENGTH_MIN = 51;

    /** Longest ticket. */
    public static final int TICKET_BYTES_MAX = 128;

    /** Length with the longest ticket. */
    public static final int LENGTH_MAX = LENGTH_MIN + TICKET_BYTES_MAX;

    /** Length of the reset token. */
    public static final int RESET_TOKEN_BYTES = 16;

    /** Where the reset token lies, from the payload's start. */
    public static final int RESET_TOKEN = 34;

    /** Where the ticket lies. */
    public static final int TICKET = 51;

    private static final int CID = 1;
    private static final int TICK = 5;
    private static final int SERVER_TIME = 9;
    private static final int TICK_HZ = 17;
    private static final int INPUT_HZ = 18;
    private static final int SNAPSHOT_HZ = 19;
    private static final int SERVER_ACK_DELAY = 20;
    private static final int CLIENT_ACK_DELAY = 22;
    private static final int BYTES_PER_SECOND = 24;
    private static final int REKEY_PACKETS = 28;
    private static final int REKEY_SECONDS = 32;
    private static final int TICKET_LENGTH = 50;

    private MemorySegment memory = MemorySegment.NULL;
    private long at;

    /** Looks at an opened payload; false if it does not accept or is not in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        this.at = at;
        return length >= LENGTH_MIN
                && LittleEndian.u8(memory, at) == OUTCOME
                && ticketLength() <= TICKET_BYTES_MAX
                && length == LENGTH_MIN + ticketLength()
                && serverCid() != ConnectionId.NONE
                && tickHz() > 0
                && Rates.isInputHz(inputHz())
                && Rates.isSnapshotHz(snapshotHz());
    }

    /** Goes into every data packet to the server. */
    public int serverCid() {
        return LittleEndian.i32(memory, at + CID);
    }

    /** Low 32 bits of the server's tick when this was made. */
    public int tick() {
        return LittleEndian.i32(memory, at + TICK);
    }

    /** The server's clock when this was made; only differences mean something. */
    public long serverTimeUs() {
        return LittleEndian.i64(memory, at + SERVER_TIME);
    }

    /** Ticks a second. */
    public int tickHz() {
        return LittleEndian.u8(memory, at + TICK_HZ);
    }

    /** Input packets a second the client is to send. */
    public int inputHz() {
        return LittleEndian.u8(memory, at + INPUT_HZ);
    }

    /** Snapshots a second the server aims at. */
    public int snapshotHz() {
        return LittleEndian.u8(memory, at + SNAPSHOT_HZ);
    }

    /** Longest time the server holds an ack back, in 0.5 ms. */
    public int serverAckDelayMax() {
        return LittleEndian.u16(memory, at + SERVER_ACK_DELAY);
    }

    /** Longest time the client may hold an ack back, in 0.5 ms. */
    public int clientAckDelayMax() {
        return LittleEndian.u16(memory, at + CLIENT_ACK_DELAY);
    }

    /** Rate the server starts sending at. */
    public long bytesPerSecond() {
        return LittleEndian.u32(memory, at + BYTES_PER_SECOND);
    }

    /** After so many packets in one phase a side changes keys. */
    public long rekeyPackets() {
        return LittleEndian.u32(memory, at + REKEY_PACKETS);
    }

    /** After so many seconds in one phase a side changes keys. */
    public int rekeySeconds() {
        return LittleEndian.u16(memory, at + REKEY_SECONDS);
    }

    /** Where the reset token lies. */
    public long resetToken() {
        return at + RESET_TOKEN;
    }

    /** Length of the resume ticket; 0 means none. */
    public int ticketLength() {
        return LittleEndian.u8(memory, at + TICKET_LENGTH);
    }

    /** Where the resume ticket lies. */
    public long ticket() {
        return at + TICKET;
    }

    /** Writes who and when; the caller goes on with {@link #writeTerms}, reset token and ticket. */
    public static void write(
            final MemorySegment memory,
            final long at,
            final int serverCid,
            final int tick,
            final long serverTimeUs,
            final int ticketLength) {
        assert ticketLength >= 0 && ticketLength <= TICKET_BYTES_MAX : ticketLength;
        LittleEndian.put8(memory, at, OUTCOME);
        LittleEndian.put32(memory, at + CID, serverCid);
        LittleEndian.put32(memory, at + TICK, tick);
        LittleEndian.put64(memory, at + SERVER_TIME, serverTimeUs);
        LittleEndian.put8(memory, at + TICKET_LENGTH, ticketLength);
    }

    /** Writes what the session runs on. */
    public static void writeTerms(final MemorySegment memory, final long at, final SessionTerms terms) {
        LittleEndian.put8(memory, at + TICK_HZ, terms.tickHz());
        LittleEndian.put8(memory, at + INPUT_HZ, terms.inputHz());
        LittleEndian.put8(memory, at + SNAPSHOT_HZ, terms.snapshotHz());
        LittleEndian.put16(memory, at + SERVER_ACK_DELAY, terms.serverAckDelayMax());
        LittleEndian.put16(memory, at + CLIENT_ACK_DELAY, terms.clientAckDelayMax());
        LittleEndian.put32(memory, at + BYTES_PER_SECOND, terms.bytesPerSecond());
        LittleEndian.put32(memory, at + REKEY_PACKETS, terms.rekeyPackets());
        LittleEndian.put16(memory, at + REKEY_SECONDS, terms.rekeySeconds());
    }
}
