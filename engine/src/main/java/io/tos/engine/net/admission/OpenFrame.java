package io.tos.engine.net.admission;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Static access to an OPEN frame of a {@link Doorway}: what a handshake agreed on. */
public final class OpenFrame {
    private OpenFrame() {}

    /** Offset of the peer's address slot. */
    public static long address(final long open) {
        return open;
    }

    /** The id the peer wants in packets to it. */
    public static int peerCid(final MemorySegment memory, final long open) {
        return memory.get(ValueLayout.JAVA_INT, open + Doorway.PEER_CID);
    }

    /** Offset of the key for packets to the client, 32 bytes. */
    public static long toClientKey(final long open) {
        return open + Doorway.TO_CLIENT_KEY;
    }

    /** Offset of the key for packets to the server, 32 bytes. */
    public static long toServerKey(final long open) {
        return open + Doorway.TO_SERVER_KEY;
    }

    /** What the client's line takes, 0 for no wish. */
    public static int receiveBytesPerSecond(final MemorySegment memory, final long open) {
        return memory.get(ValueLayout.JAVA_INT, open + Doorway.RECEIVE_RATE);
    }

    /** Input packets a second. */
    public static int inputHz(final MemorySegment memory, final long open) {
        return memory.get(ValueLayout.JAVA_BYTE, open + Doorway.INPUT_HZ);
    }

    /** Snapshots a second. */
    public static int snapshotHz(final MemorySegment memory, final long open) {
        return memory.get(ValueLayout.JAVA_BYTE, open + Doorway.SNAPSHOT_HZ);
    }

    /** Offset of the {@link JoinFrame}. */
    public static long join(final long open) {
        return open + Doorway.JOIN;
    }
}
