package io.tos.engine.client;

import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.net.TransportException;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Many UDP sockets connected to one server, behind one {@link Transport}: a datagram's local address index, up to 16,383,
 * says which socket it came to or leaves from. One selector finds those that have something. One thread.
 */
public final class UdpSockets implements Transport {
    private static final int SLOTS_MAX = 256;
    private static final int STRIDE_BYTES = 1216;
    private static final int RECEIVE_BYTES = 1344;
    private static final int SOCKET_BUFFER_BYTES = 1 << 18;

    private final InetSocketAddress server;
    private final StandardProtocolFamily family;
    private final DatagramChannel[] channels;
    private final Counters counters;
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(ADDRESS_SLOT_BYTES + RECEIVE_BYTES);
    private final MemorySegment receiveMemory = MemorySegment.ofBuffer(receiveBuffer);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(SLOTS_MAX * STRIDE_BYTES);
    private final MemorySegment sendMemory = MemorySegment.ofBuffer(sendBuffer.duplicate());
    private final int[] lengths = new int[SLOTS_MAX];
    private final int[] sockets = new int[SLOTS_MAX];
    private final Consumer<SelectionKey> onReadable = this::onReadable;
    private final Selector selector;
    private DatagramHandler handler = (memory, address, addressLength, payload, length) -> {};
    private int queued;
    private int receiving;
    private int received;

    /**
     * @param server all sockets are connected to it.
     * @param count how many sockets.
     * @throws TransportException when the process may not open so many.
     */
    public UdpSockets(final InetSocketAddress server, final int count, final Counters counters) {
        this.server = server;
        this.channels = new DatagramChannel[count];
        this.counters = counters;
        try {
            this.selector = Selector.open();
        } catch (final IOException refused) {
            throw new TransportException("no selector: " + refused.getMessage(), refused);
        }
        // A socket of both families would cost more per datagram.
        final boolean isIpv4 = server.getAddress().getAddress().length == 4;
        family = isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        PeerAddress.set(
                receiveMemory,
                0,
                server.getAddress(),
                server.getPort(),
                isIpv4 ? PeerAddress.FAMILY_IPV4 : PeerAddress.FAMILY_IPV6);
    }

    @Override
    public String name() {
        return "udp-sockets";
    }

    @Override
    public void open() {
        for (int index = 0; index < channels.length; index++) {
            try {
                final DatagramChannel channel = DatagramChannel.open(family);
                channels[index] = channel;
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
                channel.connect(server);
                channel.register(selector, SelectionKey.OP_READ, index);
            } catch (final IOException refused) {
                throw new TransportException(
                        "socket " + (index + 1) + " of " + channels.length + ": " + refused.getMessage(), refused);
            }
        }
    }

    /** Writes the server's address slot as this transport hands it out. */
    public void writeServer(final MemorySegment slots, final long slot) {
        MemorySegment.copy(receiveMemory, 0, slots, slot, ADDRESS_SLOT_BYTES);
    }

    /** The first socket's. */
    @Override
    public int localPort() {
        return channels[0].socket().getLocalPort();
    }

    @Override
    public int poll(final DatagramHandler datagramHandler, final int datagramsMax) {
        handler = datagramHandler;
        received = 0;
        try {
            selector.selectNow(onReadable);
            counters.increment(Counter.SYSTEM_CALLS);
        } catch (final IOException failed) {
            counters.increment(Counter.RECEIVE_ERRORS);
        }
        return received;
    }

    /** One datagram at a time: a second read would mostly find nothing, and the selector names the socket again if not. */
    private void onReadable(final SelectionKey key) {
        receiving = (Integer) key.attachment();
        receiveBuffer.clear().position(ADDRESS_SLOT_BYTES);
        try {
            counters.increment(Counter.SYSTEM_CALLS);
            if (channels[receiving].read(receiveBuffer) <= 0 && receiveBuffer.position() == ADDRESS_SLOT_BYTES) {
                return;
            }
        } catch (final IOException failed) {
            counters.increment(Counter.RECEIVE_ERRORS); // The server's port is closed, for now or for good.
            return;
        }
        final int length = receiveBuffer.position() - ADDRESS_SLOT_BYTES;
        if (length > DATAGRAM_BYTES_MAX) {
            counters.increment(Counter.DATAGRAMS_TOO_LONG);
            return;
        }
        received++;
        counters.increment(Counter.DATAGRAMS_IN);
        counters.add(Counter.BYTES_IN, length);
        handler.onDatagram(receiveMemory, 0, PeerAddress.lengthBytes(receiveMemory, 0), ADDRESS_SLOT_BYTES, length);
    }

    @Override
    public int localAddressIndex() {
        return receiving;
    }

    @Override
    public MemorySegment sendMemory() {
        return sendMemory;
    }

    @Override
    public long claim() {
        if (queued == SLOTS_MAX) {
            flush();
        }
        return (long) queued * STRIDE_BYTES;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        assert slot == (long) queued * STRIDE_BYTES : "not the slot claimed last";
        lengths[queued] = length;
        sockets[queued] = PeerAddress.localIndex(addresses, address);
        queued++;
    }

    /** What a socket has no room for is lost, as on a full link. */
    @Override
    public int flush() {
        final int count = queued;
        for (int slot = 0; slot < count; slot++) {
            sendBuffer.limit(slot * STRIDE_BYTES + lengths[slot]).position(slot * STRIDE_BYTES);
            counters.increment(Counter.SYSTEM_CALLS);
            try {
                channels[sockets[slot]].write(sendBuffer);
                counters.increment(Counter.DATAGRAMS_OUT);
                counters.add(Counter.BYTES_OUT, lengths[slot]);
            } catch (final IOException failed) {
                counters.increment(Counter.SEND_ERRORS);
            }
        }
        queued = 0;
        return count;
    }

    @Override
    public void sample() {}

    @Override
    public void park(final long timeoutNs) {
        try {
            counters.increment(Counter.SYSTEM_CALLS);
            selector.select(Math.max(1, timeoutNs / 1_000_000));
            selector.selectedKeys().clear();
        } catch (final IOException failed) {
            counters.increment(Counter.RECEIVE_ERRORS);
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() {
        flush();
        try {
            selector.close();
            for (final DatagramChannel channel : channels) {
                if (channel != null) {
                    channel.close();
                }
            }
        } catch (final IOException failed) {
            throw new TransportException("sockets could not be closed", failed);
        }
    }
}
