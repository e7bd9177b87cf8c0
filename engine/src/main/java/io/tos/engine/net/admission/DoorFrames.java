package io.tos.engine.net.admission;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.Transport;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Writes what the admission agent sends to a shard, in the layouts of {@link Doorway}. Room was claimed before. */
final class DoorFrames {
    private DoorFrames() {}

    static void writeReply(final SlabPipe road, final HalfOpen halfOpen) {
        final Slab slab = claimed(road);
        writeDatagram(slab, halfOpen);
        slab.commit(Doorway.REPLY, Doorway.DATAGRAM + halfOpen.acceptLength);
    }

    static void writeOpen(final SlabPipe road, final HalfOpen halfOpen) {
        final Slab slab = claimed(road);
        writeDatagram(slab, halfOpen);
        final MemorySegment memory = slab.memory();
        final long at = slab.payload();
        memory.set(ValueLayout.JAVA_INT, at + Doorway.CID, halfOpen.cid);
        memory.set(ValueLayout.JAVA_INT, at + Doorway.PEER_CID, halfOpen.peerCid);
        copyKey(halfOpen.toClientKey, memory, at + Doorway.TO_CLIENT_KEY);
        copyKey(halfOpen.toServerKey, memory, at + Doorway.TO_SERVER_KEY);
        memory.set(ValueLayout.JAVA_INT, at + Doorway.RECEIVE_RATE, halfOpen.receiveBytesPerSecond);
        memory.set(ValueLayout.JAVA_BYTE, at + Doorway.INPUT_HZ, (byte) halfOpen.inputHz);
        memory.set(ValueLayout.JAVA_BYTE, at + Doorway.SNAPSHOT_HZ, (byte) halfOpen.snapshotHz);
        JoinFrame.write(memory, at + Doorway.JOIN, halfOpen);
        slab.commit(Doorway.OPEN, Doorway.OPEN_BYTES);
    }

    static void writeQueue(final SlabPipe road, final int cid, final int place, final int waiting) {
        final Slab slab = claimed(road);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload(), cid);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload() + Doorway.QUEUE_PLACE, place);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload() + Doorway.QUEUE_WAITING, waiting);
        slab.commit(Doorway.QUEUE, Doorway.QUEUE_WAITING + Integer.BYTES);
    }

    static void writeTicket(final SlabPipe road, final int cid, final byte[] ticket) {
        final Slab slab = claimed(road);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload(), cid);
        MemorySegment.copy(
                ticket, 0, slab.memory(), ValueLayout.JAVA_BYTE, slab.payload() + Doorway.TICKET_AT, ticket.length);
        slab.commit(Doorway.TICKET, Doorway.TICKET_AT + ticket.length);
    }

    static void writeNumbers(final SlabPipe road, final int kind, final int cid, final int number) {
        final Slab slab = claimed(road);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload(), cid);
        slab.memory().set(ValueLayout.JAVA_INT, slab.payload() + Integer.BYTES, number);
        slab.commit(kind, 2 * Integer.BYTES);
    }

    private static void writeDatagram(final Slab slab, final HalfOpen halfOpen) {
        final MemorySegment memory = slab.memory();
        final long at = slab.payload();
        MemorySegment.copy(halfOpen.address, 0, memory, at, Transport.ADDRESS_SLOT_BYTES);
        memory.set(ValueLayout.JAVA_INT, at + Doorway.DATAGRAM_LENGTH, halfOpen.acceptLength);
        MemorySegment.copy(
                halfOpen.accept, 0, memory, ValueLayout.JAVA_BYTE, at + Doorway.DATAGRAM, halfOpen.acceptLength);
    }

    private static void copyKey(final byte[] key, final MemorySegment memory, final long at) {
        MemorySegment.copy(key, 0, memory, ValueLayout.JAVA_BYTE, at, HandshakeCrypto.KEY_BYTES);
    }

    private static Slab claimed(final SlabPipe road) {
        final @Nullable Slab slab = road.claim(Doorway.OPEN_BYTES);
        if (slab == null) {
            throw new IllegalStateException("claim room before the work");
        }
        return slab;
    }
}
