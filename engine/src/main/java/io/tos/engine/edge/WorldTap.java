package io.tos.engine.edge;

import java.lang.foreign.MemorySegment;

/** Is told everything that reaches one world, before anything acts on it. Tick thread only; must not wait. */
public interface WorldTap {
    /** A player enters. */
    void join(Joiner who);

    /** A player leaves. */
    void leave(int cid, int reason);

    /** The body of an INPUT frame. */
    void input(int cid, MemorySegment memory, long at, int length);

    /** What became of a snapshot. */
    void fate(int cid, int snapshotId, boolean acked);

    /** A client lacks the base of a delta, or a hash did not match. */
    void miss(int cid, int cause, int alias);

    /** How a line is. */
    void path(int cid, int smoothedUs, int variationUs, int bytesPerSecond);

    /** A tick ended, and the world's hash is this. */
    void ticked(long tick, long hash);

    /** The world comes to its end: the tick under way failed, or it was stopped between two. */
    void ended(boolean failed);
}
