package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.Agent;

/**
 * The UDP front door before sessions exist: hands echo messages from loopback peers to the tick, sends the tick's answers.
 * A datagram whose first byte is {@link #ECHO} is an echo message; an answer is never longer than what asked for it.
 *
 * <pre> slab frame payload: 0 {@link PeerAddress} slot, 32 bytes | 32 datagram </pre>
 */
public final class EchoAgent implements Agent {
    /** First byte of an echo message. */
    public static final byte ECHO = 0x7F;

    private static final int DATAGRAMS_PER_CYCLE = 256;

    private final Transport transport;
    private final SlabPipe inbound;
    private final SlabPipe outbound;
    private final Counters counters;
    private final DatagramHandler onDatagram = this::onDatagram;

    /**
     * @param transport opened, polled and closed by this agent's thread only.
     * @param inbound to the tick.
     * @param outbound from the tick.
     */
    public EchoAgent(
            final Transport transport, final SlabPipe inbound, final SlabPipe outbound, final Counters counters) {
        this.transport = transport;
        this.inbound = inbound;
        this.outbound = outbound;
        this.counters = counters;
    }

    @Override
    public void onStart() {
        transport.open();
    }

    @Override
    public int doWork() {
        final int received = transport.poll(onDatagram, DATAGRAMS_PER_CYCLE);
        inbound.publish();
        return received + sendAnswers();
    }

    @Override
    public void onClose() {
        transport.close();
    }

    @Override
    public String roleName() {
        return "net";
    }

    private int sendAnswers() {
        int sent = 0;
        for (Slab slab = outbound.take(); slab != null; slab = outbound.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                send(slab, frame + (long) Slab.HEAD_BYTES, slab.lengthAt(frame) - Transport.ADDRESS_SLOT_BYTES);
                sent++;
            }
            outbound.recycle(slab);
        }
        transport.flush();
        return sent;
    }

    private void send(final Slab slab, final long payload, final int length) {
        long slot = transport.claim();
        if (slot < 0) {
            transport.flush();
            slot = transport.claim();
        }
        if (slot < 0) {
            counters.increment(Counter.SEND_NO_SLOT);
            return;
        }
        MemorySegment.copy(slab.memory(), payload + Transport.ADDRESS_SLOT_BYTES, transport.sendMemory(), slot, length);
        transport.send(slab.memory(), payload, slot, length);
    }

    private void onDatagram(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        if (length == 0) {
            counters.increment(Counter.DATAGRAMS_TOO_SHORT);
            return;
        }
        if (memory.get(ValueLayout.JAVA_BYTE, payload) != ECHO || !PeerAddress.isLoopback(memory, address)) {
            counters.increment(Counter.DATAGRAMS_REFUSED);
            return;
        }
        final Slab slab = inbound.claim(Transport.ADDRESS_SLOT_BYTES + length);
        if (slab == null) {
            counters.increment(Counter.INBOUND_NO_SLAB);
            return;
        }
        final long slot = slab.payload();
        PeerAddress.set(slab.memory(), slot, memory, address, addressLength, transport.localAddressIndex());
        MemorySegment.copy(memory, payload, slab.memory(), slot + Transport.ADDRESS_SLOT_BYTES, length);
        slab.commit(ECHO, Transport.ADDRESS_SLOT_BYTES + length);
    }
}
