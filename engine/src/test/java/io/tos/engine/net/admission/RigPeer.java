package io.tos.engine.net.admission;

import io.tos.engine.client.ClientHandshake;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.PacketHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's handshake at an address of its own, or an attacker that sends what it likes; remembers what it got. */
final class RigPeer implements AutoCloseable {
    final MemoryTransport transport;
    final List<byte[]> received = new ArrayList<>();

    /** Whether to send the packet that proves the keys. */
    boolean proves = true;

    /** The last CONNECT it sent. */
    byte[] lastConnect = {};

    @Nullable
    ClientHandshake handshake;

    private final AdmissionRig rig;
    private final MemorySegment packet;
    private boolean proved;
    private final DatagramHandler onDatagram = this::onDatagram;

    RigPeer(final AdmissionRig rig, final int ip, final int port) {
        this.rig = rig;
        this.packet = rig.arena.allocate(Transport.DATAGRAM_BYTES_MAX, 8);
        PeerAddress.setIpv4(rig.addresses, 32, ip, port);
        this.transport = rig.network.endpoint(rig.counters(), rig.addresses, 32);
        transport.open();
    }

    RigPeer connect(final Credentials credentials) {
        return connect(credentials, ClientProfile.DEFAULT);
    }

    RigPeer connect(final Credentials credentials, final ClientProfile profile) {
        handshake = new ClientHandshake(rig.crypto, credentials, profile, 1, rig.random, rig.clock.nanoTime());
        proved = false;
        return this;
    }

    ClientHandshake handshake() {
        final ClientHandshake current = handshake;
        if (current == null) {
            throw new IllegalStateException("connect first");
        }
        return current;
    }

    ClientHandshake.Stage stage() {
        return handshake().stage();
    }

    int cid() {
        return handshake().accepted().serverCid();
    }

    /** Sends bytes as they are. */
    void send(final byte[] bytes) {
        final long slot = transport.claim();
        MemorySegment.copy(bytes, 0, transport.sendMemory(), ValueLayout.JAVA_BYTE, slot, bytes.length);
        transport.send(rig.addresses, 0, slot, bytes.length);
        transport.flush();
    }

    void step() {
        transport.poll(onDatagram, 1024);
        final ClientHandshake current = handshake;
        if (current == null) {
            return;
        }
        final int length = current.write(packet, 0, rig.clock.nanoTime());
        if (length > 0) {
            final byte[] bytes = packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            if (bytes[0] == 3) {
                lastConnect = bytes;
            }
            send(bytes);
        }
        if (current.stage() == ClientHandshake.Stage.ACCEPTED && proves && !proved) {
            proved = true;
            prove();
        }
    }

    /** A data packet, as far as {@link RigSessions} looks at it. */
    void prove() {
        final byte[] data = new byte[PacketHeader.DATAGRAM_BYTES_MIN];
        data[0] = (byte) 0x80;
        for (int index = 0; index < Integer.BYTES; index++) {
            data[1 + index] = (byte) (cid() >>> (8 * index));
        }
        send(data);
    }

    private void onDatagram(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        received.add(memory.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE));
        final ClientHandshake current = handshake;
        if (current != null) {
            current.onDatagram(memory, payload, length, rig.clock.nanoTime());
        }
    }

    long receivedBytes() {
        return received.stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public void close() {
        transport.close();
    }
}
