package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the handshake packets and their payloads: round trip, every wrong length, every byte that must be zero. */
final class HandshakePacketTest {
    private static final long ID = 0x1122_3344_5566_7788L;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment memory = arena.allocate(2 * 1200);
    private final Hello hello = new Hello();
    private final Challenge challenge = new Challenge();
    private final Connect connect = new Connect();
    private final Accept accept = new Accept();

    @Test
    void shouldRoundTripHelloWhenVersionIsGrease() {
        Hello.write(memory, 0, ID, 0x1A1A, 99);

        assertTrue(hello.wrap(memory, 0, Hello.LENGTH));
        assertEquals(ID, hello.handshakeId());
        assertEquals(0x1A1A, hello.versionWanted());
        assertEquals(99, hello.clientTimeUs());
        assertTrue(ProtocolVersion.isGrease(hello.versionWanted()));
        assertEquals(ProtocolVersion.HIGHEST, ProtocolVersion.choose(hello.versionWanted()));
    }

    @Test
    void shouldRefuseHelloWhenAnyFixedByteDiffers() {
        for (int at = 0; at < Hello.LENGTH; at++) {
            if ((at >= 1 && at < 9) || at == 13 || at == 14 || (at >= 16 && at < 24)) {
                continue; // Free to the client.
            }
            Hello.write(memory, 0, ID, ProtocolVersion.HIGHEST, 99);
            LittleEndian.put8(memory, at, LittleEndian.u8(memory, at) ^ 0x10);
            assertFalse(hello.wrap(memory, 0, Hello.LENGTH), "byte " + at);
        }
    }

    @Test
    void shouldRefuseWhenLengthIsAnother() {
        Hello.write(memory, 0, ID, ProtocolVersion.HIGHEST, 99);
        for (int length = 0; length <= 1201; length++) {
            final MemorySegment cut = Fuzz.exact(arena, memory, length);
            assertEquals(length == Hello.LENGTH, hello.wrap(cut, 0, length));
            assertFalse(challenge.wrap(cut, 0, length));
            assertFalse(connect.wrap(cut, 0, length));
            assertFalse(accept.wrap(cut, 0, length));
            assertFalse(new Reset().wrap(cut, 0, length));
        }
    }

    @Test
    void shouldCarryTheChallengeWhenConnecting() {
        Hello.write(memory, 0, ID, ProtocolVersion.HIGHEST, 99);
        assertTrue(hello.wrap(memory, 0, Hello.LENGTH));
        final MemorySegment reply = arena.allocate(Challenge.LENGTH);
        Challenge.write(reply, 0, hello, 0xCAFE, 3);
        LittleEndian.put64(reply, Challenge.COOKIE, 0x1234);
        LittleEndian.put64(reply, Challenge.COOKIE + 8, 0x5678);
        assertTrue(challenge.wrap(reply, 0, Challenge.LENGTH));
        assertEquals(3, challenge.load());
        assertEquals(99, challenge.clientTimeUs());
        assertEquals(
                challenge.versionChosen(), ProtocolVersion.best(challenge.versionLowest(), challenge.versionHighest()));

        Connect.write(memory, 0, challenge, Connect.FLAG_RESUME);

        assertTrue(connect.wrap(memory, 0, Connect.LENGTH));
        assertEquals(ID, connect.handshakeId());
        assertEquals(challenge.versionChosen(), connect.version());
        assertTrue(connect.isResume());
        assertEquals(0xCAFE, connect.timeBucket());
        assertEquals(0x1234, LittleEndian.i64(memory, connect.cookie()));
        assertEquals(0x5678, LittleEndian.i64(memory, connect.cookie() + 8));
        LittleEndian.put8(memory, Connect.LENGTH - 1, 1);
        assertFalse(connect.wrap(memory, 0, Connect.LENGTH));
    }

    @Test
    void shouldKeepAnswersShorterWhenComparedWithRequests() {
        assertTrue(Challenge.LENGTH < Hello.LENGTH);
        assertTrue(Accept.LENGTH_MAX < Connect.LENGTH);
        assertTrue(Reset.LENGTH < PacketHeader.DATAGRAM_BYTES_MIN);
        assertEquals(245, Accept.SEALED + AcceptPayload.LENGTH_MAX + PacketHeader.TAG_BYTES);
    }

    @Test
    void shouldRoundTripConnectPayloadWhenLengthIsRight() {
        final ConnectPayload payload = new ConnectPayload();
        ConnectPayload.write(memory, 5, 77, 30, 60);
        ConnectPayload.writeBuild(memory, 5, 0xABCDEF, 12, -1);

        assertTrue(payload.wrap(memory, 5, ConnectPayload.LENGTH));
        assertEquals(77, payload.clientCid());
        assertEquals(0xABCDEF, payload.schemaHash());
        assertEquals(12, payload.build());
        assertEquals(0xFFFFFFFFL, payload.receiveBytesPerSecondMax());
        assertEquals(30, payload.inputHz());
        assertEquals(60, payload.snapshotHz());
        for (int length = 0; length < 40; length++) {
            assertEquals(length == ConnectPayload.LENGTH, payload.wrap(memory, 5, length));
        }
    }

    @Test
    void shouldRefuseConnectPayloadWhenOutOfRange() {
        final ConnectPayload payload = new ConnectPayload();
        for (final int[] wrong : new int[][] {{0, 30, 20}, {1, 19, 20}, {1, 61, 20}, {1, 30, 25}, {1, 30, 0}}) {
            ConnectPayload.write(memory, 0, wrong[0], wrong[1], wrong[2]);
            assertFalse(payload.wrap(memory, 0, ConnectPayload.LENGTH), Arrays.toString(wrong));
        }
        for (final int at : new int[] {12, 15, 26, 27}) {
            ConnectPayload.write(memory, 0, 1, 30, 20);
            LittleEndian.put8(memory, at, 1);
            assertFalse(payload.wrap(memory, 0, ConnectPayload.LENGTH), "byte " + at);
        }
    }

    @Test
    void shouldRoundTripAcceptWhenTicketHasAnyLength() {
        final AcceptPayload payload = new AcceptPayload();
        for (int ticket = 0; ticket <= AcceptPayload.TICKET_BYTES_MAX; ticket++) {
            AcceptPayload.write(memory, 0, 0x55, 1234, 5678, ticket);
            AcceptPayload.writeTerms(memory, 0, SessionTerms.DEFAULT.withRates(20, 60));
            final int length = AcceptPayload.LENGTH_MIN + ticket;

            assertTrue(payload.wrap(memory, 0, length));
            assertEquals(0x55, payload.serverCid());
            assertEquals(1234, payload.tick());
            assertEquals(5678, payload.serverTimeUs());
            assertEquals(60, payload.tickHz());
            assertEquals(20, payload.inputHz());
            assertEquals(60, payload.snapshotHz());
            assertEquals(34 + 34, payload.serverAckDelayMax());
            assertEquals(100 + 34, payload.clientAckDelayMax());
            assertEquals(16_384, payload.bytesPerSecond());
            assertEquals(1 << 22, payload.rekeyPackets());
            assertEquals(900, payload.rekeySeconds());
            assertEquals(ticket, payload.ticketLength());
            assertFalse(payload.wrap(memory, 0, length - 1));
            assertFalse(payload.wrap(memory, 0, length + 1));
        }
    }

    @Test
    void shouldTellAcceptFromRefusalWhenOpened() {
        final int length = RefusePayload.write(memory, 0, CloseReason.FULL, 5000, 3, 0x99);
        final RefusePayload refusal = new RefusePayload();

        assertTrue(refusal.wrap(memory, 0, length));
        assertEquals(CloseReason.FULL, CloseReason.byCode(refusal.reason()));
        assertEquals(5000, refusal.retryAfterMs());
        assertEquals(3, refusal.build());
        assertEquals(0x99, refusal.schemaHash());
        assertFalse(new AcceptPayload().wrap(memory, 0, length));
        assertFalse(refusal.wrap(memory, 0, length - 1));
    }

    @Test
    void shouldFindTheReasonWhenItsCodeIsGiven() {
        assertEquals(
                CloseReason.values().length,
                Arrays.stream(CloseReason.values())
                        .mapToInt(CloseReason::code)
                        .distinct()
                        .count());
        for (final CloseReason reason : CloseReason.values()) {
            assertEquals(reason, CloseReason.byCode(reason.code()));
        }
        assertNull(CloseReason.byCode(6));
    }
}
