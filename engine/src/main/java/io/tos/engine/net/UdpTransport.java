package io.tos.engine.net;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams through the JDK's {@link DatagramChannel}, wherever a JDK runs; a system call each. The JDK makes a new
 * address object whenever a datagram's sender is not the one before, about 100 bytes that cannot be avoided from
 * outside; nothing else is allocated per datagram.
 */
public final class UdpTransport implements Transport {
    private static final int SLOTS_MAX = 256;
    private static final int STRIDE_BYTES = 1216;
    private static final int RECEIVE_BYTES = 1344;

    private final Consumer<SelectionKey> onReadable = UdpTransport::ignore;
    private final DatagramChannel channel;
    private final Selector selector;
    private final Counters counters;
    private final int port;
    private final Parking parking = new Parking();
    private final AddressCache cache;
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(RECEIVE_BYTES + ADDRESS_SLOT_BYTES);
    private final MemorySegment receiveMemory = MemorySegment.ofBuffer(receiveBuffer);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(SLOTS_MAX * STRIDE_BYTES);
    private final MemorySegment sendMemory = MemorySegment.ofBuffer(sendBuffer.duplicate());
    private final InetSocketAddress[] peers = new InetSocketAddress[SLOTS_MAX];
    private final int[] lengths = new int[SLOTS_MAX];
    private int queued;
    private int sent;
    private boolean open;
    private boolean closed;

    private UdpTransport(
            final DatagramChannel channel, final Selector selector, final int family, final Counters counters)
            throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.counters = counters;
        this.cache = new AddressCache(family);
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /**
     * Opens and binds one.
     *
     * @throws TransportException when the port cannot be had.
     */
    static UdpTransport bind(final TransportConfig config, final Counters counters) {
        final InetAddress address = config.address();
        final boolean ipv6 = address.getAddress().length == 16;
        try {
            final DatagramChannel channel =
                    DatagramChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, config.socketBufferBytes());
                channel.setOption(StandardSocketOptions.SO_SNDBUF, config.socketBufferBytes());
                channel.bind(new InetSocketAddress(address, config.port()));
                final Selector selector = Selector.open();
                channel.register(selector, SelectionKey.OP_READ);
                return new UdpTransport(
                        channel, selector, ipv6 ? PeerAddress.FAMILY_IPV6 : PeerAddress.FAMILY_IPV4, counters);
            } catch (final IOException refused) {
                channel.close();
                throw refused;
            }
        } catch (final IOException | UnsupportedOperationException refused) {
            throw Transports.bindFailure(config, errorName(refused), refused);
        }
    }

    /** The JDK says it in words. */
    private static String errorName(final Exception refused) {
        final String words = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        if (refused instanceof BindException && words.contains("in use")) {
            return "EADDRINUSE";
        }
        if (refused instanceof SocketException && words.contains("permission")) {
            return "EACCES";
        }
        if (refused instanceof BindException && words.contains("assign")) {
            return "EADDRNOTAVAIL";
        }
        return refused instanceof UnsupportedOperationException ? "EAFNOSUPPORT" : words;
    }

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public void open() {
        open = true;
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        int handed = 0;
        long bytes = 0;
        while (open && handed < datagramsMax) {
            final SocketAddress sender = receive();
            if (sender == null) {
                break;
            }
            final int length = receiveBuffer.position() - ADDRESS_SLOT_BYTES;
            if (length > DATAGRAM_BYTES_MAX) {
                counters.increment(Counter.DATAGRAMS_TOO_LONG);
                continue;
            }
            cache.write((InetSocketAddress) sender, receiveMemory, 0);
            handler.onDatagram(receiveMemory, 0, PeerAddress.lengthBytes(receiveMemory, 0), ADDRESS_SLOT_BYTES, length);
            handed++;
            bytes += length;
        }
        if (handed > 0) {
            counters.add(Counter.DATAGRAMS_IN, handed);
            counters.add(Counter.BYTES_IN, bytes);
        }
        return handed;
    }

    private @Nullable SocketAddress receive() {
        counters.increment(Counter.SYSTEM_CALLS);
        receiveBuffer.clear().position(ADDRESS_SLOT_BYTES);
        try {
            return channel.receive(receiveBuffer);
        } catch (final IOException failed) {
            counters.increment(Counter.RECEIVE_ERRORS);
            return null;
        }
    }

    /** Always 0: the JDK does not tell which local address a datagram was sent to. */
    @Override
    public int localAddressIndex() {
        return 0;
    }

    @Override
    public MemorySegment sendMemory() {
        return sendMemory;
    }

    @Override
    public long claim() {
        return !open || queued == SLOTS_MAX ? -1 : (long) queued * STRIDE_BYTES;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        if (!open) {
            return;
        }
        assert slot == claim() : "not the slot claimed last";
        lengths[queued] = length;
        peers[queued] = cache.find(addresses, address);
        queued++;
    }

    @Override
    public int flush() {
        int left = 0;
        long bytes = 0;
        int refused = 0;
        while (sent < queued) {
            final int slot = sent;
            counters.increment(Counter.SYSTEM_CALLS);
            sendBuffer.limit(slot * STRIDE_BYTES + lengths[slot]).position(slot * STRIDE_BYTES);
            try {
                if (channel.send(sendBuffer, peers[slot]) == 0 && lengths[slot] > 0) {
                    break; // The socket's send buffer is full: what is queued stays for the next flush.
                }
                bytes += lengths[slot];
            } catch (final IOException failed) {
                refused++;
            }
            sent++;
            left++;
        }
        if (sent == queued) {
            sent = 0;
            queued = 0;
        }
        counters.add(Counter.SEND_ERRORS, refused);
        counters.add(Counter.DATAGRAMS_OUT, left - refused);
        counters.add(Counter.BYTES_OUT, bytes);
        return left;
    }

    /** Does nothing: the JDK does not tell what the kernel dropped. */
    @Override
    public void sample() {}

    /** As the interface says, to the millisecond: the JDK waits for no less. */
    @Override
    public void park(final long timeoutNs) {
        if (!open || !parking.begin()) {
            return;
        }
        counters.increment(Counter.SYSTEM_CALLS);
        try {
            selector.select(onReadable, Math.max(1, timeoutNs / 1_000_000));
        } catch (final IOException failed) {
            counters.increment(Counter.RECEIVE_ERRORS);
        } finally {
            parking.end();
        }
    }

    /** Whoever parks polls next: nothing to be done per key. */
    private static void ignore(final SelectionKey key) {
        assert key.isValid();
    }

    @Override
    public void wake() {
        if (parking.wake()) {
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        open = false;
        closed = true;
        try {
            selector.close();
            channel.close();
        } catch (final IOException failed) {
            throw new TransportException("UDP port " + port + " could not be closed", failed);
        }
    }
}
