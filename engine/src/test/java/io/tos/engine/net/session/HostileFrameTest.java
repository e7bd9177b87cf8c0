package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.telemetry.Counter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer with good keys and bad manners: it loses its own session at most, and little memory is spent on it. */
@Timeout(60) // a hang is a failure; nothing here waits for real time
class HostileFrameTest {
    private static final long MS = SessionPair.MS;
    private static final long SECOND = 1_000 * MS;
    private static final long SEED = 0x0BAD_F4A3L;

    private SessionPair pair;
    private Endpoint server;
    private Forger forger;
    private long next;

    @BeforeEach
    void establish() {
        pair = new SessionPair(SEED).establish();
        server = pair.server;
        forger = new Forger(pair);
        next = pair.client.sessions.parts().sent.next(0);
    }

    @AfterEach
    void end() {
        forger.close();
        pair.close();
    }

    private void assertClosed(final CloseReason reason, final Counter counter) {
        assertEquals(List.of(reason.code()), server.closeCodes);
        assertEquals(1, server.count(counter));
        assertEquals(0, server.sessions.heldBytes());
    }

    private void assertOpen() {
        assertEquals(SessionState.ESTABLISHED, server.sessions.state(server.cid));
    }

    /** Lets the server alone go on: the forger is the client now. */
    private void runServer(final long spanNs) {
        for (final long endNs = pair.nowNs + spanNs; pair.nowNs < endNs; ) {
            pair.nowNs += MS;
            server.step();
        }
    }

    private void fragment(final long number, final int id, final int index, final int count, final int length) {
        forger.packet(
                        number,
                        writer -> writer.fragment(
                                1,
                                id,
                                index,
                                server.memory,
                                0,
                                index == count - 1 ? index * 1_024 + length : count * 1_024))
                .deliver();
    }

    @Test // 29, frame
    void shouldCloseWhenAFrameTypeIsReserved() {
        forger.text(next, 0, 0x07).deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 29, frame
    void shouldStepOverAFrameWhenItsUnknownTypeIsSkippable() {
        forger.text(next, 0, 0x80, 3, 0, 9, 9, 9, 0xFF, 0, 0).deliver();

        assertEquals(2, server.count(Counter.FRAMES_SKIPPED));
        assertOpen();
    }

    @Test // 31
    void shouldCloseWhenKeysChangeTwiceWithoutAnAckBetween() {
        forger.packet(next, writer -> writer.ping(1, 1)).deliver();
        runServer(200 * MS); // the ack of the first phase leaves
        forger.rotate();
        forger.packet(next + 1, writer -> writer.ping(2, 1)).deliver();
        assertOpen();
        forger.rotate();
        forger.packet(next + 2, writer -> writer.ping(3, 1)).deliver();

        assertClosed(CloseReason.KEY, Counter.PACKETS_KEY_VIOLATION);
    }

    @Test // 32
    void shouldNeverUseANumberTwiceWhenKeysRotateAndSendingFails() {
        final Set<Long> used = new HashSet<>();
        pair.network.tap((memory, source, target, at, length) -> {
            final long word = io.tos.engine.protocol.PacketHeader.word(memory, at);
            assertTrue(used.add(word), "header word sent twice: " + Long.toHexString(word));
        });
        for (int number = 0; number < 200; number++) {
            server.sessions.send(server.cid, Channel.GAMEPLAY, server.memory, server.write(number, 900), 900, 0);
            pair.play(50 * MS, 20, 200);
        }
        assertTrue(used.size() > 400, "packets " + used.size());
    }

    @Test // 33
    void shouldCloseWhenAPacketNeverSentIsAcked() {
        final long sent = server.sessions.parts().sent.next(0);
        forger.packet(next, writer -> writer.acks(sent, 0, -1)).deliver();

        assertClosed(CloseReason.ACK_VIOLATION, Counter.PACKETS_ACK_VIOLATION);
    }

    @Test // 33
    void shouldCloseWhenANumberLeftOutIsAcked() {
        final SentPackets sent = server.sessions.parts().sent;
        final long skipped = sent.next(0);
        sent.skip(0, 1_000);
        server.sessions.ping(server.cid, pair.nowNs);
        forger.packet(next, writer -> writer.acks(skipped + 1, 0, -2)).deliver(); // all but the one left out
        assertOpen();
        forger.packet(next + 1, writer -> writer.acks(skipped + 1, 0, -1)).deliver();

        assertClosed(CloseReason.ACK_VIOLATION, Counter.PACKETS_ACK_VIOLATION);
    }

    @Test // 34
    void shouldStaySaneWhenAcksFlickerAndDelaysAreUnknown() {
        final long outBefore = server.count(Counter.DATAGRAMS_OUT);
        final long rttBefore = server.sessions.smoothedRttNs(server.cid);
        for (int round = 0; round < 250; round++) { // no number is left out so early
            final long mask = (round & 1) == 0 ? -1 : 0;
            final long newest = server.sessions.parts().sent.next(0) - 1;
            final long safe = server.sessions.parts().sent.ackedNext(0) > newest ? newest : newest - (round & 1);
            forger.packet(next + round, writer -> writer.acks(safe, 255, mask)).deliver();
            server.sessions.sendSnapshot(server.cid, round, server.memory, 0, 100, pair.nowNs);
            runServer(20 * MS);
        }
        assertOpen();
        assertTrue(server.sessions.smoothedRttNs(server.cid) <= rttBefore + 100 * MS, "round trip is believed");
        assertTrue(server.count(Counter.DATAGRAMS_OUT) - outBefore < 250 + 50, "no storm");
    }

    @Test // 35
    void shouldCloseWhenAnAckSectionIsCutOff() {
        forger.text(next, 1, 0, 0, 0, 0xFF, 0, 0).deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 36
    void shouldCloseAsStalledWhenThePeerNeverAcks() {
        for (int number = 0; number < 2_000; number++) {
            server.sessions.send(server.cid, Channel.GAMEPLAY, server.memory, server.write(number, 500), 500, 0);
        }
        final int cap = Channel.GAMEPLAY.bytesMax(io.tos.engine.protocol.Direction.TO_CLIENT);
        long held = 0;
        for (int round = 0; round < 150 && server.closeCodes.isEmpty(); round++) {
            forger.packet(next + round, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 40))
                    .deliver();
            runServer(100 * MS);
            held = Math.max(held, server.sessions.heldBytes());
        }
        assertEquals(List.of(CloseReason.STALLED.code()), server.closeCodes);
        assertTrue(held <= 3L * cap, "held " + held);
        assertEquals(0, server.sessions.heldBytes());
    }

    @Test // 37
    void shouldHoldFourPartsAtMostWhenAThousandMessagesAreBegun() {
        for (int id = 0; id < 1_000; id++) {
            fragment(next + id, id, 0, 16, 1_024);
            pair.nowNs += 50 * MS;
            if (id < 100) {
                assertTrue(server.sessions.heldBytes() <= 4 * (BlockPool.SMALL_BYTES + BlockPool.LARGE_BYTES));
            }
            server.step();
        }

        assertEquals(List.of(CloseReason.REASSEMBLY_LIMIT.code()), server.closeCodes);
        assertEquals(0, server.sessions.heldBytes());
        assertTrue(server.count(Counter.PACKETS_REFUSED) > 150, "what found no room is not acked");
    }

    @Test // 37
    void shouldCloseWhenAMessageClaimsMoreFragmentsThanAllowed() {
        forger.text(next, 0, FrameType.FRAGMENT, 1, 0, 0, 0, 254, 4, 0, 1, 2, 3, 4)
                .deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 38
    void shouldCloseWhenAFragmentIndexIsNotBelowTheCount() {
        forger.text(next, 0, FrameType.FRAGMENT, 1, 0, 0, 2, 1, 4, 0, 1, 2, 3, 4)
                .deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 38
    void shouldCloseWhenTheCountChangesWithinAMessage() {
        fragment(next, 0, 0, 3, 1_024);
        fragment(next + 1, 0, 1, 4, 1_024);

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 38
    void shouldCloseWhenAMessageComesWholeAfterItCameInParts() {
        fragment(next, 5, 0, 3, 1_024);
        forger.packet(next + 1, writer -> writer.reliable(1, 5, server.memory, 0, 20))
                .deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 38
    void shouldTakeEachPartOnceWhenPartsOverlap() {
        for (int round = 0; round < 3; round++) {
            fragment(next + 2L * round, 0, 0, 2, 1_024);
            fragment(next + 2L * round + 1, 0, 1, 2, 7);
        }
        assertEquals(1, server.messages[1].size());
        assertEquals(1_031, server.messages[1].get(0).length);
        assertEquals(0, server.sessions.heldBytes());
        assertOpen();
    }

    @Test // 38
    void shouldCloseWhenAFragmentIsShortOrLong() {
        forger.text(next, 0, FrameType.FRAGMENT, 1, 0, 0, 0, 1, 4, 0, 1, 2, 3, 4)
                .deliver(); // not the last, 4 bytes

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 39
    void shouldDropWhenAMessageIdIsFarOutsideOfTheWindow() {
        for (final int id : new int[] {1_024, 20_000, 32_767, 32_768, 65_535}) {
            forger.packet(next++, writer -> writer.reliable(1, id, server.memory, 0, 20))
                    .deliver();
        }
        forger.packet(next++, writer -> writer.reliable(1, 1_023, server.memory, 0, 20))
                .deliver();

        assertEquals(3, server.count(Counter.MESSAGES_OUTSIDE_WINDOW));
        assertEquals(2, server.count(Counter.MESSAGES_DUPLICATE));
        assertEquals(0, server.messages[1].size());
        assertEquals(BlockPool.SMALL_BYTES, server.sessions.heldBytes());
        assertOpen();
    }

    @Test // 39
    void shouldRefuseWhenMoreIsHeldThanTheChannelAllows() {
        for (int id = 1; id < 300; id++) {
            final int held = id;
            forger.packet(next + id, writer -> writer.reliable(1, held, server.memory, 0, 200))
                    .deliver();
            pair.nowNs += 10 * MS;
        }
        final int bytesMax = Channel.GAMEPLAY.bytesMax(io.tos.engine.protocol.Direction.TO_SERVER);
        assertEquals(299 - bytesMax / 200, server.count(Counter.PACKETS_REFUSED));
        assertOpen();
    }

    @Test // 40
    void shouldStopWhenAPacketHasMoreThan64Frames() {
        final int[] text = new int[1 + 64 * 3];
        java.util.Arrays.fill(text, 0);
        for (int frame = 0; frame < 64; frame++) {
            text[1 + 3 * frame] = 0x80;
        }
        forger.text(next, text).deliver();
        assertEquals(64, server.count(Counter.FRAMES_SKIPPED));
        assertOpen();

        final int[] longer = java.util.Arrays.copyOf(text, text.length + 3);
        longer[text.length] = 0x80;
        forger.text(next + 1, longer).deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 41
    void shouldCloseWhenALengthIsMoreThanWhatIsLeft() {
        forger.text(next, 0, FrameType.RELIABLE, 1, 0, 0, 0xFF, 0x03, 1, 2, 3).deliver();

        assertClosed(CloseReason.PROTOCOL, Counter.PACKETS_MALFORMED);
    }

    @Test // 48
    void shouldStayWhenThePeerJumpsBetweenAddressesWithEachPacket() {
        final long[] bytes = new long[3];
        pair.network.tap((memory, source, target, at, length) -> {
            final int host = PeerAddress.ipv4(memory, target);
            bytes[host == 0x0A0000A1 ? 1 : host == 0x0A0000A2 ? 2 : 0] += length;
        });
        final long[] received = new long[3];
        for (int round = 0; round < 600; round++) {
            final int place = 1 + (round & 1);
            forger.moveTo(0x0A0000A0 + place, 5_000);
            final int guess = round;
            forger.packet(next + round, writer -> {
                        writer.path(FrameType.PATH_RESPONSE, 0x1234_5678_9ABCL + guess);
                        writer.counted(FrameType.INPUT, server.memory, 0, 20);
                    })
                    .deliver();
            received[place] += forger.length;
            runServer(20 * MS);
        }
        assertEquals(0, server.count(Counter.PATHS_MOVED));
        assertTrue(server.count(Counter.PATHS_CHALLENGED) <= 13, "one a second at most");
        assertTrue(server.count(Counter.PATH_CHURN) > 100, "the rest is counted");
        assertTrue(bytes[1] <= received[1] && bytes[2] <= received[2], "no more than came from there");
        assertOpen();
    }

    @Test // 48
    void shouldSendNothingToAVictimWhenTooLittleCameFromItsAddress() {
        final long[] bytes = new long[1];
        pair.network.tap((memory, source, target, at, length) ->
                bytes[0] += PeerAddress.ipv4(memory, target) == 0x0A0000A1 ? length : 0);
        forger.moveTo(0x0A0000A1, 5_000);
        forger.text(next, 0).deliver(); // 25 bytes: less than a challenge
        runServer(5 * SECOND); // longer than three probe times

        assertEquals(0, bytes[0]);
        assertEquals(1, server.count(Counter.PATHS_REVERTED));
        assertArrayEquals(new int[0], server.numbers(0));
        assertOpen();
    }

    @Test
    void shouldStayWhenTheOldAddressAnswersItsOwnChallenge() {
        final long[] token = new long[1];
        forger.moveTo(0x0A0000A1, 5_000);
        forger.packet(next, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 60))
                .deliver();
        token[0] = ~server.sessions.parts().path.token(0);
        pair.client.transport.writeAddress(forger.memory(), 0);
        forger.packet(next + 1, writer -> writer.path(FrameType.PATH_RESPONSE, token[0]))
                .deliver();

        assertEquals(1, server.count(Counter.PATHS_REVERTED));
        assertEquals(0, server.count(Counter.PATHS_MOVED));
    }

    @Test
    void shouldNotAckWhenASnapshotOrInputMustNotBeTaken() {
        server.takesFrames = false;
        forger.packet(next, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 60))
                .deliver();

        assertEquals(1, server.count(Counter.PACKETS_REFUSED));
        assertTrue(AckTracker.newest(server.sessions.parts().memory, SessionRecord.ACKS) < next);
    }

    @Test // 26
    void shouldCloseWhenAPeerInTheWorldSendsNoInputs() {
        server.sessions.enter(server.cid, pair.nowNs);
        for (int round = 0; round < 5 && server.closeCodes.isEmpty(); round++) {
            forger.packet(next + round, writer -> writer.ping(1, 1)).deliver();
            runServer(2 * SECOND);
        }
        assertEquals(List.of(CloseReason.INACTIVE.code()), server.closeCodes);
    }

    @Test
    void shouldRefuseAtOnceWhenAMessageCanNeverFit() {
        final int length = FrameWriter.INPUT_BYTES_MAX + 17 * 1_024;

        assertEquals(
                SendResult.TOO_LONG,
                pair.client.sessions.send(pair.client.cid, Channel.GAMEPLAY, server.memory, 0, length, 0));
        assertEquals(
                SendResult.TOO_LONG,
                pair.client.sessions.send(pair.client.cid, Channel.BULK, server.memory, 0, 100, 0));
    }
}
