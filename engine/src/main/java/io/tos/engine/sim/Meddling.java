package io.tos.engine.sim;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.PacketCrypto;
import java.util.function.UnaryOperator;

/**
 * What somebody who holds the keys does to what is sealed. Each takes the real cryptography and returns what is used
 * instead.
 *
 * @param clientPackets of all clients.
 * @param serverPackets of the server, one per shard.
 * @param handshakes of the clients and of who makes their tokens.
 */
public record Meddling(
        UnaryOperator<PacketCrypto> clientPackets,
        UnaryOperator<PacketCrypto> serverPackets,
        UnaryOperator<HandshakeCrypto> handshakes) {
    /** Nobody does anything. */
    public static final Meddling NONE =
            new Meddling(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());

    /** The same with other packets of clients. */
    public Meddling withClientPackets(final UnaryOperator<PacketCrypto> other) {
        return new Meddling(other, serverPackets, handshakes);
    }

    /** The same with other packets of the server. */
    public Meddling withServerPackets(final UnaryOperator<PacketCrypto> other) {
        return new Meddling(clientPackets, other, handshakes);
    }

    /** The same with other handshakes and tokens. */
    public Meddling withHandshakes(final UnaryOperator<HandshakeCrypto> other) {
        return new Meddling(clientPackets, serverPackets, other);
    }
}
