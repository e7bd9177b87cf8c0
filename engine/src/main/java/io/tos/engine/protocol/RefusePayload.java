package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client, sealed in ACCEPT: you are who you say, but not now. One instance per agent.
 *
 * <pre>
 * 0 outcome u8 = 1 | 1 reason u16, a {@link CloseReason} | 3 retryAfterMs u32, 0 = as usual | 7 build u32
 * 11 schemaHash u64 | 19 textLength u8, 0 to 120 | 20 text, UTF-8
 * </pre>
 */
public final class RefusePayload {
    /** First byte of a payload that refuses. */
    public static final int OUTCOME = 1;

    /** Length without text. */
    public static final int LENGTH_MIN = 20;

    /** Where the text lies, from the payload's start. */
    public static final int TEXT = 20;

    private static final int REASON = 1;
    private static final int RETRY_AFTER = 3;
    private static final int BUILD = 7;
    private static final int SCHEMA_HASH = 11;
    private static final int TEXT_LENGTH = 19;

    private MemorySegment memory = MemorySegment.NULL;
    private long at;

    /** Looks at an opened payload; false if it does not refuse or is not in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        this.at = at;
        return length >= LENGTH_MIN
                && LittleEndian.u8(memory, at) == OUTCOME
                && textLength() <= CloseFrame.TEXT_BYTES_MAX
                && length == LENGTH_MIN + textLength()
                && Utf8.isValid(memory, at + TEXT, textLength());
    }

    /** Why, as a {@link CloseReason#code()}. */
    public int reason() {
        return LittleEndian.u16(memory, at + REASON);
    }

    /** How long to stay away; 0 leaves it to the client's own rule. */
    public long retryAfterMs() {
        return LittleEndian.u32(memory, at + RETRY_AFTER);
    }

    /** The server's build, to show beside the client's own when versions differ. */
    public int build() {
        return LittleEndian.i32(memory, at + BUILD);
    }

    /** Hash of the server's message table. */
    public long schemaHash() {
        return LittleEndian.i64(memory, at + SCHEMA_HASH);
    }

    /** Length of the text. */
    public int textLength() {
        return LittleEndian.u8(memory, at + TEXT_LENGTH);
    }

    /** Where the text lies. */
    public long text() {
        return at + TEXT;
    }

    /**
     * Writes a refusal without text.
     *
     * @return its length.
     */
    public static int write(
            final MemorySegment memory,
            final long at,
            final CloseReason reason,
            final int retryAfterMs,
            final int build,
            final long schemaHash) {
        LittleEndian.put8(memory, at, OUTCOME);
        LittleEndian.put16(memory, at + REASON, reason.code());
        LittleEndian.put32(memory, at + RETRY_AFTER, retryAfterMs);
        LittleEndian.put32(memory, at + BUILD, build);
        LittleEndian.put64(memory, at + SCHEMA_HASH, schemaHash);
        LittleEndian.put8(memory, at + TEXT_LENGTH, 0);
        return LENGTH_MIN;
    }
}
