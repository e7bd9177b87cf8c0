package io.tos.engine.server.recording;

import io.tos.engine.edge.Joiner;
import io.tos.engine.edge.WorldTap;
import io.tos.engine.memory.Slab;
import io.tos.engine.protocol.LittleEndian;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what reaches one world, for the disk's thread: a frame per record, its head the map's place and the kind.
 * Never waits: when no slab is free the whole recording ends. Tick thread only.
 */
final class Recorder implements WorldTap {
    /** Slabs are handed over this often at least: half a second. */
    private static final int TICKS_PER_SLAB = 30;

    private static final int KIND_BITS = 16;
    private static final int SESSION = Integer.BYTES;

    private final Recording recording;
    private final int place;

    Recorder(final Recording recording, final int place) {
        this.recording = recording;
        this.place = place;
    }

    /** Which map a frame is of. */
    static int place(final int head) {
        return head >>> KIND_BITS;
    }

    /** What a frame is. */
    static int kind(final int head) {
        return head & 0xFFFF;
    }

    @Override
    public void join(final Joiner who) {
        final Slab slab = begin(who.cid, RecordKind.JOIN_BYTES);
        if (slab != null) {
            final MemorySegment memory = slab.memory();
            final long at = slab.payload();
            LittleEndian.put64(memory, at + 4, who.accountId);
            LittleEndian.put64(memory, at + 12, who.characterId);
            LittleEndian.put8(memory, at + 20, who.epoch);
            LittleEndian.put8(memory, at + 21, who.cause);
            LittleEndian.put8(memory, at + 22, who.inputHz);
            LittleEndian.put8(memory, at + 23, who.snapshotHz);
            LittleEndian.put32(memory, at + 24, who.xCm);
            LittleEndian.put32(memory, at + 28, who.yCm);
            LittleEndian.put8(memory, at + 32, who.isReturning ? 1 : 0);
            LittleEndian.put32(memory, at + 33, who.body.x);
            LittleEndian.put32(memory, at + 37, who.body.y);
            LittleEndian.put32(memory, at + 41, who.body.z);
            LittleEndian.put16(memory, at + 45, who.body.yaw);
            LittleEndian.put32(memory, at + 47, who.body.health);
            LittleEndian.put32(memory, at + 51, who.body.stamina);
            end(slab, RecordKind.JOIN, RecordKind.JOIN_BYTES);
        }
    }

    @Override
    public void leave(final int cid, final int reason) {
        final Slab slab = begin(cid, SESSION + 2);
        if (slab != null) {
            LittleEndian.put16(slab.memory(), slab.payload() + SESSION, reason);
            end(slab, RecordKind.LEAVE, SESSION + 2);
        }
    }

    @Override
    public void input(final int cid, final MemorySegment memory, final long at, final int length) {
        final Slab slab = begin(cid, SESSION + length);
        if (slab != null) {
            MemorySegment.copy(memory, at, slab.memory(), slab.payload() + SESSION, length);
            end(slab, RecordKind.INPUT, SESSION + length);
        }
    }

    @Override
    public void fate(final int cid, final int snapshotId, final boolean acked) {
        final Slab slab = begin(cid, SESSION + 3);
        if (slab != null) {
            LittleEndian.put16(slab.memory(), slab.payload() + SESSION, snapshotId);
            LittleEndian.put8(slab.memory(), slab.payload() + SESSION + 2, acked ? 1 : 0);
            end(slab, RecordKind.SNAPSHOT_FATE, SESSION + 3);
        }
    }

    @Override
    public void miss(final int cid, final int cause, final int alias) {
        final Slab slab = begin(cid, SESSION + 2);
        if (slab != null) {
            LittleEndian.put8(slab.memory(), slab.payload() + SESSION, cause);
            LittleEndian.put8(slab.memory(), slab.payload() + SESSION + 1, alias);
            end(slab, RecordKind.BASE_MISS, SESSION + 2);
        }
    }

    @Override
    public void path(final int cid, final int smoothedUs, final int variationUs, final int bytesPerSecond) {
        final Slab line = begin(cid, SESSION + 8);
        if (line != null) {
            LittleEndian.put32(line.memory(), line.payload() + SESSION, smoothedUs);
            LittleEndian.put32(line.memory(), line.payload() + SESSION + 4, variationUs);
            end(line, RecordKind.RTT, SESSION + 8);
        }
        final Slab rate = begin(cid, SESSION + 4);
        if (rate != null) {
            LittleEndian.put32(rate.memory(), rate.payload() + SESSION, bytesPerSecond);
            end(rate, RecordKind.RATE, SESSION + 4);
        }
    }

    @Override
    public void ticked(final long tick, final long hash) {
        final Slab slab = recording.claim(Long.BYTES);
        if (slab != null) {
            LittleEndian.put64(slab.memory(), slab.payload(), hash);
            end(slab, RecordKind.TICK, Long.BYTES);
            if (tick % TICKS_PER_SLAB == 0) {
                recording.publish();
            }
        }
    }

    @Override
    public void ended(final boolean failed) {
        final Slab slab = recording.claim(Integer.BYTES);
        if (slab != null) {
            final int reason = failed ? RecordKind.WORLD_FAILED : RecordKind.STOPPED;
            LittleEndian.put32(slab.memory(), slab.payload(), reason);
            end(slab, RecordKind.END, Integer.BYTES);
            recording.publish();
        }
    }

    private @Nullable Slab begin(final int cid, final int length) {
        final Slab slab = recording.claim(length);
        if (slab != null) {
            LittleEndian.put32(slab.memory(), slab.payload(), cid);
        }
        return slab;
    }

    private void end(final Slab slab, final int kind, final int length) {
        slab.commit(place << KIND_BITS | kind, length);
    }
}
