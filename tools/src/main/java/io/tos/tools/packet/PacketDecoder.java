package io.tos.tools.packet;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.KeyLog;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.PacketHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads datagrams as the wire standard has them, and says of all others what they are not; never fails. Which side is the
 * server is learned from handshake packets, from keys, or told. One thread.
 */
final class PacketDecoder {
    private static final String COALESCED =
            "longer than any packet: not ours, or several of one send that the network card was to part";

    private final int serverPort;
    private final DataDecoder data;
    private final HandshakeDecoder handshakes = new HandshakeDecoder();
    private final Set<Endpoint> servers = new HashSet<>();
    private final MemorySegment memory = Arena.ofAuto().allocate(PacketHeader.DATAGRAM_BYTES_MAX, 8);

    /** @param serverPort the server's port, or 0 if it is not known. */
    PacketDecoder(final List<KeyLog.Entry> keys, final PacketCrypto crypto, final int serverPort) {
        this.serverPort = serverPort;
        data = new DataDecoder(keys, crypto);
    }

    /** Reads a datagram. */
    DecodedPacket decode(final Datagram datagram) {
        if (datagram.payload().byteSize() == 0) {
            return datagram.isCut() ? bare(datagram, "?", Outcome.CUT, cutWords(datagram)) : foreign(datagram, "empty");
        }
        if (datagram.length() > PacketHeader.DATAGRAM_BYTES_MAX) {
            return foreign(datagram, COALESCED);
        }
        final int first = LittleEndian.u8(datagram.payload(), 0);
        if (PacketHeader.isData(first)) {
            return data(datagram);
        }
        return HandshakeDecoder.name(first).isEmpty()
                ? foreign(datagram, String.format("begins with %02x, as no packet does", first))
                : handshake(datagram, first);
    }

    private DecodedPacket handshake(final Datagram datagram, final int type) {
        final String kind = HandshakeDecoder.name(type);
        if (datagram.isCut()) {
            return bare(datagram, kind, Outcome.CUT, cutWords(datagram));
        }
        MemorySegment.copy(datagram.payload(), 0, memory, 0, datagram.length());
        final Part head = handshakes.decode(type, memory, datagram.length());
        if (head == null) {
            return bare(datagram, kind, Outcome.MALFORMED, "begins as " + kind + ", but is none in its one legal form");
        }
        final boolean fromClient = HandshakeDecoder.isFromClient(type);
        servers.add(fromClient ? datagram.to() : datagram.from());
        return new DecodedPacket(
                datagram,
                fromClient ? Direction.TO_SERVER : Direction.TO_CLIENT,
                kind,
                handshakes.label(),
                List.of(head),
                Outcome.HANDSHAKE,
                "");
    }

    private DecodedPacket data(final Datagram datagram) {
        if (datagram.payload().byteSize() < PacketHeader.LENGTH) {
            return datagram.isCut()
                    ? bare(datagram, "data", Outcome.CUT, cutWords(datagram))
                    : foreign(datagram, "too short for a data packet");
        }
        if (!PacketHeader.isCanonical(PacketHeader.word(datagram.payload(), 0))) {
            return foreign(datagram, "begins as a data packet, but with reserved bits set");
        }
        if (datagram.length() < PacketHeader.DATAGRAM_BYTES_MIN) {
            return foreign(datagram, "too short for a data packet");
        }
        if (datagram.isCut()) {
            return data.cut(datagram, direction(datagram));
        }
        final DecodedPacket packet = data.decode(datagram, direction(datagram), memory);
        if (packet.outcome() == Outcome.OPENED) {
            servers.add(packet.direction() == Direction.TO_SERVER ? datagram.to() : datagram.from());
        }
        return packet;
    }

    private @Nullable Direction direction(final Datagram datagram) {
        if (isServer(datagram.to())) {
            return isServer(datagram.from()) ? null : Direction.TO_SERVER;
        }
        return isServer(datagram.from()) ? Direction.TO_CLIENT : null;
    }

    private boolean isServer(final Endpoint side) {
        return side.port() == serverPort || servers.contains(side);
    }

    private DecodedPacket foreign(final Datagram datagram, final String why) {
        return bare(datagram, "foreign", Outcome.FOREIGN, why);
    }

    private DecodedPacket bare(
            final Datagram datagram, final String kind, final Outcome outcome, final String problem) {
        return new DecodedPacket(datagram, direction(datagram), kind, "", List.of(), outcome, problem);
    }

    /** How much of a datagram the capture kept. */
    static String cutWords(final Datagram datagram) {
        return "cut by the capture: " + datagram.payload().byteSize() + " of " + datagram.length() + " bytes kept";
    }
}
