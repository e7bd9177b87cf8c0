package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Client → server, sealed in CONNECT: what the client is and would like. One instance per agent.
 *
 * <pre>
 *  0 clientCid u32, not 0 | 4 schemaHash u64 | 12 features u32 = 0 | 16 build u32 | 20 receiveBytesPerSecondMax u32
 * 24 inputHz u8, 20 to 60 | 25 snapshotHz u8, 10, 20, 30 or 60 | 26 reserved u16 = 0
 * </pre>
 */
public final class ConnectPayload {
    /** Always this long. */
    public static final int LENGTH = 28;

    private static final int CID = 0;
    private static final int SCHEMA_HASH = 4;
    private static final int FEATURES = 12;
    private static final int BUILD = 16;
    private static final int RECEIVE_RATE = 20;
    private static final int INPUT_HZ = 24;
    private static final int SNAPSHOT_HZ = 25;
    private static final int RESERVED = 26;

    private MemorySegment memory = MemorySegment.NULL;
    private long at;

    /** Looks at an opened payload; false if it is not in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        this.at = at;
        return length == LENGTH
                && clientCid() != ConnectionId.NONE
                && LittleEndian.i32(memory, at + FEATURES) == 0
                && LittleEndian.u16(memory, at + RESERVED) == 0
                && Rates.isInputHz(inputHz())
                && Rates.isSnapshotHz(snapshotHz());
    }

    /** Goes into every data packet to this client. */
    public int clientCid() {
        return LittleEndian.i32(memory, at + CID);
    }

    /** Hash of the message table the client was built with; another one is refused with the VERSION reason. */
    public long schemaHash() {
        return LittleEndian.i64(memory, at + SCHEMA_HASH);
    }

    /** Build number of the client, for the log. */
    public int build() {
        return LittleEndian.i32(memory, at + BUILD);
    }

    /** What the client's line takes; can lower, never raise, what the server sends. 0 means no wish. */
    public long receiveBytesPerSecondMax() {
        return LittleEndian.u32(memory, at + RECEIVE_RATE);
    }

    /** How many input packets a second the client would like to send. */
    public int inputHz() {
        return LittleEndian.u8(memory, at + INPUT_HZ);
    }

    /** How many snapshots a second the client would like to get. */
    public int snapshotHz() {
        return LittleEndian.u8(memory, at + SNAPSHOT_HZ);
    }

    /** Starts a payload: all zero but id and rates. */
    public static void write(
            final MemorySegment memory, final long at, final int clientCid, final int inputHz, final int snapshotHz) {
        LittleEndian.zero(memory, at, LENGTH);
        LittleEndian.put32(memory, at + CID, clientCid);
        LittleEndian.put8(memory, at + INPUT_HZ, inputHz);
        LittleEndian.put8(memory, at + SNAPSHOT_HZ, snapshotHz);
    }

    /** Adds what the client was built as and how fast its line is. */
    public static void writeBuild(
            final MemorySegment memory,
            final long at,
            final long schemaHash,
            final int build,
            final int receiveBytesPerSecondMax) {
        LittleEndian.put64(memory, at + SCHEMA_HASH, schemaHash);
        LittleEndian.put32(memory, at + BUILD, build);
        LittleEndian.put32(memory, at + RECEIVE_RATE, receiveBytesPerSecondMax);
    }
}
