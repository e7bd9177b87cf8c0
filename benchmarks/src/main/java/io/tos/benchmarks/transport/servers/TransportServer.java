package io.tos.benchmarks.transport.servers;

import io.tos.benchmarks.transport.Trial;
import io.tos.benchmarks.transport.TrialCase;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.net.TransportConfig;
import io.tos.engine.net.Transports;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** One of our kernel transports, driven as a network agent drives it: poll, flush, park when there was nothing. */
final class TransportServer implements MeasuredServer {
    private static final int POLL_MAX = 256;
    private static final int SEND_BATCH = 256;
    private static final long PARK_NS = 500_000;
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1) / 60;

    private final TransportConfig config;
    private final TrialCase kind;
    private final int core;

    /** @param core the trial's thread stands there. */
    TransportServer(final TransportConfig config, final TrialCase kind, final int core) {
        this.config = config;
        this.kind = kind;
        this.core = core;
    }

    @Override
    public Trial run(final int payloadBytes, final Meter meter, final IntConsumer ports) {
        ServerMain.pin(core);
        try (Region cells = Region.shared("counters", Counters.BLOCK_BYTES, 64);
                Transports transports = Transports.open(config, List.of(new Counters(cells.memory(), 0)))) {
            try (Transport transport = transports.shard(0)) {
                transport.open();
                ports.accept(transport.localPort());
                switch (kind) {
                    case RECEIVE -> receive(transport, meter);
                    case ECHO -> echo(transport, meter);
                    case SEND -> send(transport, meter, payloadBytes);
                    case DRAIN60 -> drain(transport, meter);
                }
            }
            return meter.trial();
        }
    }

    private static void receive(final Transport transport, final Meter meter) {
        final WordReader reader = new WordReader();
        int count;
        do {
            count = pollOrPark(transport, reader);
        } while (!meter.add(count));
        reader.demand();
    }

    private static void echo(final Transport transport, final Meter meter) {
        try (Echo echo = new Echo(transport)) {
            int count;
            do {
                count = transport.poll(echo, POLL_MAX);
                transport.flush();
                if (count == 0) {
                    transport.park(PARK_NS);
                }
            } while (!meter.add(count));
        }
    }

    private static void drain(final Transport transport, final Meter meter) {
        final WordReader reader = new WordReader();
        int total;
        do {
            sleepToTick();
            total = 0;
            int count;
            do {
                count = transport.poll(reader, POLL_MAX);
                total += count;
            } while (count > 0);
        } while (!meter.add(total));
        reader.demand();
    }

    private static void sleepToTick() {
        final long deadlineNs = Math.floorDiv(System.nanoTime(), TICK_NS) * TICK_NS + TICK_NS;
        for (long restNs = deadlineNs - System.nanoTime(); restNs > 0; restNs = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(restNs);
        }
    }

    private static void send(final Transport transport, final Meter meter, final int payloadBytes) {
        try (HelloPeers peers = new HelloPeers()) {
            while (!peers.areComplete()) {
                pollOrPark(transport, peers);
            }
            peers.shuffle();
            long sequence = 0;
            int next = 0;
            int count;
            do {
                for (count = 0; count < SEND_BATCH; count++) {
                    final long slot = transport.claim();
                    if (slot < 0) {
                        break;
                    }
                    transport.sendMemory().set(WordReader.WORD, slot, sequence++);
                    transport.send(peers.memory(), peers.address(next), slot, payloadBytes);
                    next = next + 1 == PEERS ? 0 : next + 1;
                }
                transport.flush();
                // As in an agent's cycle: this is where a ring takes in what has become of earlier sends.
                transport.poll(peers, POLL_MAX);
            } while (!meter.add(count));
        }
    }

    private static int pollOrPark(final Transport transport, final DatagramHandler handler) {
        final int count = transport.poll(handler, POLL_MAX);
        if (count == 0) {
            transport.park(PARK_NS);
        }
        return count;
    }

    /** Answers each datagram with its own bytes. */
    private static final class Echo implements DatagramHandler, AutoCloseable {
        private final Transport transport;
        private final Region address = Region.shared("echo address", Transport.ADDRESS_SLOT_BYTES, 8);

        Echo(final Transport transport) {
            this.transport = transport;
        }

        @Override
        public void onDatagram(
                final MemorySegment memory,
                final long from,
                final int fromLength,
                final long payload,
                final int length) {
            long slot = transport.claim();
            if (slot < 0) {
                transport.flush();
                slot = transport.claim();
                if (slot < 0) {
                    throw new IllegalStateException("no send slot after a flush");
                }
            }
            PeerAddress.set(address.memory(), 0, memory, from, fromLength, transport.localAddressIndex());
            MemorySegment.copy(memory, payload, transport.sendMemory(), slot, length);
            transport.send(address.memory(), 0, slot, length);
        }

        @Override
        public void close() {
            address.close();
        }
    }
}
