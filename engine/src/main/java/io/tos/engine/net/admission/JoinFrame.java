package io.tos.engine.net.admission;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Who a session is, as token or ticket said, and how often it talks: what the tick gets before a player's first message.
 *
 * <pre>
 * 0 accountId i64 | 8 characterId i64 | 16 permissions i32 | 20 map i32 | 24 app claims, 176, zero padded
 * 200 inputHz u8 | 201 snapshotHz u8, both as agreed in the handshake
 * </pre>
 *
 * Native order, not aligned; never leaves the process.
 */
public final class JoinFrame {
    /** Always this long. */
    public static final int BYTES = 202;

    private static final int CHARACTER = 8;
    private static final int PERMISSIONS = 16;
    private static final int MAP = 20;
    private static final int APP = 24;
    private static final int INPUT_HZ = 200;
    private static final int SNAPSHOT_HZ = 201;

    private JoinFrame() {}

    /** The player. */
    public static long accountId(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    /** The character to enter the world with. */
    public static long characterId(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + CHARACTER);
    }

    /** What the player may do, bits. */
    public static int permissions(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + PERMISSIONS);
    }

    /** The map to enter the world on. */
    public static int map(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + MAP);
    }

    /** Where the app claims lie. */
    public static long app(final long at) {
        return at + APP;
    }

    /** Input packets a second. */
    public static int inputHz(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at + INPUT_HZ);
    }

    /** Snapshots a second. */
    public static int snapshotHz(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at + SNAPSHOT_HZ);
    }

    static void write(final MemorySegment memory, final long at, final HalfOpen who) {
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, who.accountId);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at + CHARACTER, who.characterId);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + PERMISSIONS, who.permissions);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + MAP, who.map);
        MemorySegment.copy(who.app, 0, memory, ValueLayout.JAVA_BYTE, at + APP, who.app.length);
        memory.set(ValueLayout.JAVA_BYTE, at + INPUT_HZ, (byte) who.inputHz);
        memory.set(ValueLayout.JAVA_BYTE, at + SNAPSHOT_HZ, (byte) who.snapshotHz);
    }
}
