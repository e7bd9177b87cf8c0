package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.BitWriter;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.OwnMotion;
import io.tos.engine.protocol.SnapshotWriter;
import io.tos.engine.protocol.StateHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Snapshots and ENTER_WORLDs as a server writes them, part by part. */
final class SnapshotBytes {
    final MemorySegment memory = Arena.ofAuto().allocate(FrameWriter.SNAPSHOT_BYTES_MAX, 8);
    final SnapshotWriter writer = new SnapshotWriter();
    private final MemorySegment record = Arena.ofAuto().allocate(EntityRecord.LENGTH_MAX);
    private final BitWriter bits = new BitWriter();

    static EnterWorld enterWorld(final int epoch, final int tick) {
        final MemorySegment memory = Arena.ofAuto().allocate(128);
        EnterWorld.write(memory, 0, epoch, EnterWorld.CAUSE_JOIN, 1, 2);
        EnterWorld.writePlace(memory, 0, 1_000, tick, new OwnMotion());
        final int length = EnterWorld.writeName(memory, 0, MemorySegment.ofArray(new byte[] {'m'}), 0, 1);
        final EnterWorld message = new EnterWorld();
        check(message.wrap(memory, 0, length));
        return message;
    }

    private static void check(final boolean written) {
        assertTrue(written, "room for it");
    }

    /** A state that a number tells apart from all others. */
    static long place(final int number) {
        return EntityState.place(number & 0xFFFFFF, 1_000, 7);
    }

    static long looks(final int number) {
        return EntityState.looks(5, number & 0x3FF, 255, 0, 0, 0);
    }

    SnapshotBytes begin(final int tick, final int epoch) {
        writer.begin(memory, 0, FrameWriter.SNAPSHOT_BYTES_MAX, tick, epoch);
        return this;
    }

    SnapshotBytes full(final int alias, final int netId, final long place, final long looks) {
        bits.wrap(record, 0, EntityRecord.LENGTH_MAX);
        EntityRecord.putFull(bits, netId, place, looks);
        check(writer.record(alias, SnapshotWriter.AGE_FULL, record, 0, bits.finish()));
        return this;
    }

    SnapshotBytes full(final int alias, final int netId, final int state) {
        return full(alias, netId, place(state), looks(state));
    }

    SnapshotBytes delta(
            final int alias,
            final int age,
            final long basePlace,
            final long baseLooks,
            final long place,
            final long looks) {
        bits.wrap(record, 0, EntityRecord.LENGTH_MAX);
        EntityRecord.putDelta(bits, basePlace, baseLooks, place, looks);
        check(writer.record(alias, age, record, 0, bits.finish()));
        return this;
    }

    SnapshotBytes delta(final int alias, final int age, final int base, final int state) {
        return delta(alias, age, place(base), looks(base), place(state), looks(state));
    }

    SnapshotBytes leave(final int alias) {
        check(writer.leave(alias));
        return this;
    }

    SnapshotBytes integrity(final int alias, final int age, final int netId, final int state) {
        check(writer.beginIntegrity(1));
        writer.integrityEntity(alias, age);
        writer.integrityHash(StateHash.result(StateHash.add(StateHash.START, netId, place(state), looks(state))));
        return this;
    }

    WorldView.Outcome to(final WorldView view) {
        return view.onSnapshot(memory, 0, writer.length());
    }
}
