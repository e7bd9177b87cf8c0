package io.tos.engine.client;

import io.tos.engine.crypto.Octets;
import io.tos.engine.protocol.AcceptPayload;
import io.tos.engine.protocol.SessionTerms;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What an ACCEPT brought: ids, keys, terms and the ticket to come back with. Immutable.
 *
 * @param serverCid goes into packets to the server.
 * @param clientCid goes into packets to the client.
 * @param toServerKey for packets to the server.
 * @param toClientKey for packets to the client.
 * @param tick of the server when it wrote this.
 * @param terms rates and limits of the session.
 * @param resetToken proves a RESET.
 * @param ticket to resume with, perhaps none.
 */
public record AcceptedSession(
        int serverCid,
        int clientCid,
        Octets toServerKey,
        Octets toClientKey,
        long tick,
        SessionTerms terms,
        Octets resetToken,
        Octets ticket) {
    static AcceptedSession of(
            final AcceptPayload payload,
            final MemorySegment memory,
            final int clientCid,
            final byte[] toServer,
            final byte[] toClient) {
        return new AcceptedSession(
                payload.serverCid(),
                clientCid,
                Octets.of(toServer),
                Octets.of(toClient),
                payload.tick(),
                new SessionTerms(
                        payload.tickHz(),
                        payload.inputHz(),
                        payload.snapshotHz(),
                        (int) payload.bytesPerSecond(),
                        (int) payload.rekeyPackets(),
                        payload.rekeySeconds()),
                bytes(memory, payload.resetToken(), AcceptPayload.RESET_TOKEN_BYTES),
                bytes(memory, payload.ticket(), payload.ticketLength()));
    }

    private static Octets bytes(final MemorySegment memory, final long at, final int length) {
        final byte[] copy = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, copy, 0, length);
        return Octets.of(copy);
    }
}
