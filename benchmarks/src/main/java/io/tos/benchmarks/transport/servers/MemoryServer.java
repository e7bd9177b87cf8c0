package io.tos.benchmarks.transport.servers;

import io.tos.benchmarks.transport.Trial;
import io.tos.benchmarks.transport.TrialCase;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/**
 * The memory transport with 1,000 peers on the same thread: what the interface costs without a kernel. The peers' part
 * is taken out of the clocks; reading them adds some nanoseconds per datagram to what is left.
 */
final class MemoryServer implements MeasuredServer {
    private static final int BATCH = 250;
    private static final int BLOCKS = 4096;
    private static final int FIRST_PORT = 20_000;
    private static final int LOOPBACK = 0x7F000001;

    private final TrialCase kind;
    private final int core;

    MemoryServer(final TrialCase kind, final int core) {
        this.kind = kind;
        this.core = core;
    }

    @Override
    public Trial run(final int payloadBytes, final Meter meter, final IntConsumer ports) {
        ServerMain.pin(core);
        // Port 0: no peer process is wanted.
        ports.accept(0);
        try (Region cells = Region.shared("counters", Counters.BLOCK_BYTES, 64);
                Region addresses = Region.shared("addresses", (PEERS + 2L) * Transport.ADDRESS_SLOT_BYTES, 64);
                MemoryNetwork network = new MemoryNetwork(() -> 0, 1, BLOCKS)) {
            final Counters counters = new Counters(cells.memory(), 0);
            final MemoryTransport[] endpoints = new MemoryTransport[PEERS + 1];
            for (int index = 0; index <= PEERS; index++) {
                final long address = (long) index * Transport.ADDRESS_SLOT_BYTES;
                PeerAddress.setIpv4(addresses.memory(), address, LOOPBACK, FIRST_PORT + index);
                endpoints[index] = network.endpoint(counters, addresses.memory(), address);
                endpoints[index].open();
            }
            new Exchange(endpoints, addresses.memory(), payloadBytes).run(kind, meter);
            for (final MemoryTransport endpoint : endpoints) {
                endpoint.close();
            }
            return meter.trial();
        }
    }

    /** The last endpoint is the server, the others are the peers. */
    private static final class Exchange implements DatagramHandler {
        private final MemoryTransport[] endpoints;
        private final MemoryTransport server;
        private final MemorySegment addresses;
        private final int payloadBytes;
        private final WordReader reader = new WordReader();
        private int next;

        Exchange(final MemoryTransport[] endpoints, final MemorySegment addresses, final int payloadBytes) {
            this.endpoints = endpoints;
            this.server = endpoints[PEERS];
            this.addresses = addresses;
            this.payloadBytes = payloadBytes;
        }

        void run(final TrialCase kind, final Meter meter) {
            boolean isOver = false;
            while (!isOver) {
                final int first = next;
                next = (next + BATCH) % PEERS;
                if (kind != TrialCase.SEND) {
                    final long cpuNs = Meter.threadCpuNs();
                    final long allocatedBytes = Meter.threadAllocatedBytes();
                    peersSend(first);
                    meter.exclude(Meter.threadCpuNs() - cpuNs, Meter.threadAllocatedBytes() - allocatedBytes);
                }
                int count = BATCH;
                switch (kind) {
                    case SEND -> serverSends(first);
                    case ECHO -> {
                        count = server.poll(this, BATCH);
                        server.flush();
                    }
                    case RECEIVE, DRAIN60 -> count = server.poll(reader, BATCH);
                }
                isOver = meter.add(count);
                if (kind == TrialCase.SEND || kind == TrialCase.ECHO) {
                    final long cpuNs = Meter.threadCpuNs();
                    final long allocatedBytes = Meter.threadAllocatedBytes();
                    peersRead(first);
                    meter.exclude(Meter.threadCpuNs() - cpuNs, Meter.threadAllocatedBytes() - allocatedBytes);
                }
            }
            reader.demand();
        }

        private void peersSend(final int first) {
            for (int peer = first; peer < first + BATCH; peer++) {
                final MemoryTransport endpoint = endpoints[peer];
                final long slot = endpoint.claim();
                endpoint.sendMemory().set(WordReader.WORD, slot, peer);
                endpoint.send(addresses, (long) PEERS * Transport.ADDRESS_SLOT_BYTES, slot, payloadBytes);
                endpoint.flush();
            }
        }

        private void serverSends(final int first) {
            for (int peer = first; peer < first + BATCH; peer++) {
                final long slot = server.claim();
                server.sendMemory().set(WordReader.WORD, slot, peer);
                server.send(addresses, (long) peer * Transport.ADDRESS_SLOT_BYTES, slot, payloadBytes);
            }
            server.flush();
        }

        private void peersRead(final int first) {
            for (int peer = first; peer < first + BATCH; peer++) {
                if (endpoints[peer].poll(reader, BATCH) != 1) {
                    throw new IllegalStateException("peer " + peer + " was not answered once");
                }
            }
        }

        @Override
        public void onDatagram(
                final MemorySegment memory,
                final long from,
                final int fromLength,
                final long payload,
                final int length) {
            final long slot = server.claim();
            final long address = (PEERS + 1L) * Transport.ADDRESS_SLOT_BYTES;
            PeerAddress.set(addresses, address, memory, from, fromLength, 0);
            MemorySegment.copy(memory, payload, server.sendMemory(), slot, length);
            server.send(addresses, address, slot, length);
        }
    }
}
