package io.tos.engine.net;

import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.admission.ResetDesk;
import io.tos.engine.net.admission.ShardDoor;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * One shard of the front door: datagrams in and out, sessions and handshakes between. Owns the transport, the sessions
 * and everything in them; meets the tick through two roads of slabs and admission through its door.
 */
public final class NetworkAgent implements Agent {
    private static final int DATAGRAMS_PER_CYCLE = 256;
    private static final long SAMPLE_INTERVAL_NS = 1_000_000_000L;
    private static final byte DATA_PACKET = (byte) 0x80;

    private final Transport transport;
    private final Sessions sessions;
    private final ShardDoor door;
    private final ShardBridge bridge;
    private final ResetDesk resets;
    private final SlabPipe inbound;
    private final TickOrders orders;
    private final NanoClock clock;
    private final Counters counters;
    private final DatagramHandler onDatagram = this::onDatagram;
    private long nowNs;
    private long sampleNs;

    /**
     * @param parts of this shard; the agent closes the transport, whoever made the rest closes it.
     * @param inbound to the tick.
     * @param outbound from the tick.
     */
    public NetworkAgent(
            final ShardParts parts, final SlabPipe inbound, final SlabPipe outbound, final NanoClock clock) {
        this.transport = parts.transport();
        this.sessions = parts.sessions();
        this.door = parts.door();
        this.bridge = parts.bridge();
        this.resets = parts.resets();
        this.inbound = inbound;
        this.orders = new TickOrders(outbound, sessions, parts.journal());
        this.clock = clock;
        this.counters = parts.counters();
        this.nowNs = clock.nanoTime();
        this.sampleNs = nowNs;
    }

    @Override
    public void onStart() {
        transport.open();
    }

    @Override
    public int doWork() {
        nowNs = clock.nanoTime();
        bridge.onCycle(nowNs);
        int work = transport.poll(onDatagram, DATAGRAMS_PER_CYCLE);
        work += orders.carryOut(nowNs);
        work += door.poll(nowNs);
        work += sessions.service(nowNs);
        transport.flush();
        inbound.publish();
        if (nowNs - sampleNs >= SAMPLE_INTERVAL_NS) {
            sampleNs = nowNs;
            transport.sample();
            counters.set(Counter.SESSION_SLOTS_USED, sessions.usedCount());
            counters.set(Counter.SESSION_HELD_BYTES, sessions.heldBytes());
        }
        return work;
    }

    @Override
    public void onClose() {
        transport.close();
    }

    @Override
    public String roleName() {
        return "net";
    }

    private void onDatagram(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        if (length > 0 && (memory.get(ValueLayout.JAVA_BYTE, payload) & DATA_PACKET) != 0) {
            sessions.onSource(memory, address, addressLength, transport.localAddressIndex());
            final Counter end = sessions.onPacket(memory, payload, length, nowNs);
            if (end == Counter.PACKETS_UNKNOWN_SESSION) {
                resets.answer(memory, address, addressLength, payload, length, nowNs);
            }
        } else {
            door.onHandshake(memory, address, addressLength, payload, length, nowNs);
        }
    }
}
