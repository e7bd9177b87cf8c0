package io.tos.engine.net.session;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.PacketHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** A hostile client that holds the keys: writes whatever it likes and hands it to the server, past any link. */
final class Forger implements AutoCloseable {
    /** Where the packet lies. */
    static final long PACKET = 128;

    private static final long ADDRESS = 0;
    private static final long KEY = 64;

    final FrameWriter writer = new FrameWriter();
    private final SessionPair pair;
    private final Region region = Region.shared("forger", 1 << 17, 64);
    private final MemorySegment memory = region.memory();
    int delivered;
    int phase;
    int length;

    /** A forger in the place of the pair's client. */
    Forger(final SessionPair pair) {
        this.pair = pair;
        MemorySegment.copy(pair.secret, 32, memory, ValueLayout.JAVA_BYTE, KEY, PacketCrypto.KEY_BYTES);
        pair.client.transport.writeAddress(memory, ADDRESS);
    }

    /** Packets come from this address from now on. */
    void moveTo(final int ipv4, final int port) {
        PeerAddress.setIpv4(memory, ADDRESS, ipv4, port);
    }

    /** Where the address slot lies. */
    MemorySegment memory() {
        return memory;
    }

    /** Writes and seals a packet; the text is what {@code frames} writes. */
    Forger packet(final long number, final Consumer<FrameWriter> frames) {
        writer.wrap(memory, PACKET + PacketHeader.LENGTH, PacketHeader.TEXT_BYTES_MAX);
        frames.accept(writer);
        return seal(number, writer.length());
    }

    /** As above, with these bytes for a text. */
    Forger text(final long number, final int... bytes) {
        for (int index = 0; index < bytes.length; index++) {
            memory.set(ValueLayout.JAVA_BYTE, PACKET + PacketHeader.LENGTH + index, (byte) bytes[index]);
        }
        return seal(number, bytes.length);
    }

    /** The text of the packet as it was before sealing: opens it again. */
    void packetText(final long number, final int[] text) {
        final boolean opened = pair.crypto.open(memory, KEY, number, memory, PACKET, text.length);
        assert opened;
        for (int index = 0; index < text.length; index++) {
            text[index] = Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, PACKET + PacketHeader.LENGTH + index));
        }
    }

    private Forger seal(final long number, final int textLength) {
        PacketHeader.write(memory, PACKET, phase, pair.server.cid, number);
        pair.crypto.seal(memory, KEY, number, memory, PACKET, textLength);
        length = PacketHeader.OVERHEAD_BYTES + textLength;
        return this;
    }

    /** Goes to the next key, as a sender does. */
    void rotate() {
        pair.crypto.rekey(memory, KEY, KEY);
        phase ^= 1;
    }

    /** The packet's bytes as they are now. */
    byte[] bytes() {
        return memory.asSlice(PACKET, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Hands the packet over. */
    void deliver() {
        deliver(bytes());
    }

    /** Hands these bytes over instead. */
    void deliver(final byte[] bytes) {
        final long copy = PACKET + 4 * Transport.DATAGRAM_BYTES_MAX;
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, copy, bytes.length);
        pair.server.sessions.onSource(memory, ADDRESS, PeerAddress.IPV4_BYTES, 0);
        pair.server.sessions.onPacket(memory, copy, bytes.length, pair.nowNs);
        delivered++;
    }

    @Override
    public void close() {
        region.close();
    }
}
