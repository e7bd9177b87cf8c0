package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets that are not genuine, or not now: each ends in its counter and changes nothing. */
@Timeout(60) // a hang is a failure; nothing here waits for real time
class HostilePacketTest {
    private static final long MS = SessionPair.MS;
    private static final long SEED = 0x0BAD_5EEDL;
    private static final Counter[] ENDS = {
        Counter.DATAGRAMS_TOO_SHORT,
        Counter.PACKETS_ACCEPTED,
        Counter.PACKETS_RESERVED_BITS,
        Counter.PACKETS_UNKNOWN_SESSION,
        Counter.PACKETS_TOO_FAR,
        Counter.PACKETS_REPLAYED,
        Counter.PACKETS_TOO_OLD,
        Counter.PACKETS_RATE_LIMITED,
        Counter.PACKETS_BAD_TAG,
        Counter.PACKETS_OVER_RATE,
        Counter.PACKETS_REFUSED,
        Counter.PACKETS_MALFORMED,
        Counter.PACKETS_ACK_VIOLATION,
        Counter.PACKETS_KEY_VIOLATION,
        Counter.PACKETS_AFTER_CLOSE,
    };

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

    /** Invariant I7: every packet ended in exactly one counter. */
    @AfterEach
    void shouldCountEachPacketOnce() {
        long sum = 0;
        for (final Counter end : ENDS) {
            sum += server.count(end);
        }
        assertEquals(server.count(Counter.DATAGRAMS_IN) + forger.delivered, sum);
        forger.close();
        pair.close();
    }

    /** The record without its receive budgets, which forged packets may use up. */
    private byte[] state() {
        final byte[] bytes =
                server.sessions.parts().memory.asSlice(0, SessionRecord.BYTES).toArray(ValueLayout.JAVA_BYTE);
        java.util.Arrays.fill(
                bytes, (int) SessionRecord.LIMIT, (int) SessionRecord.LIMIT + ReceiveLimit.BYTES, (byte) 0);
        return bytes;
    }

    private byte[] genuine(final long number) {
        return forger.packet(number, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 40))
                .bytes();
    }

    private void assertAccepted(final byte[] packet) {
        final long before = server.count(Counter.PACKETS_ACCEPTED);
        pair.nowNs += 100 * MS;
        forger.deliver(packet);
        assertEquals(before + 1, server.count(Counter.PACKETS_ACCEPTED), "the genuine packet is taken");
    }

    @Test // 1
    void shouldCountTooShortWhenADatagramIsNoPacket() {
        final byte[] before = state();
        for (final int length : new int[] {0, 1, 7, 24}) {
            forger.deliver(new byte[length]);
        }
        assertEquals(4, server.count(Counter.DATAGRAMS_TOO_SHORT));
        assertArrayEquals(before, state());
    }

    @Test // 3
    void shouldDropWhenAPacketIsTruncatedAnywhere() {
        final byte[] whole = genuine(next);
        final byte[] before = state();
        for (int length = 0; length < whole.length; length++) {
            pair.nowNs += 10 * MS;
            forger.deliver(java.util.Arrays.copyOf(whole, length));
        }
        assertArrayEquals(before, state());
        assertEquals(whole.length - 25, server.count(Counter.PACKETS_BAD_TAG));
        assertAccepted(whole);
    }

    @Test // 4
    void shouldDropWhenAnySingleBitIsFlipped() {
        final byte[] whole = genuine(next);
        final byte[] before = state();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            pair.nowNs += 10 * MS;
            final byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            forger.deliver(flipped);
        }
        assertArrayEquals(before, state());
        assertEquals(1, server.count(Counter.PACKETS_ACCEPTED)); // the PING that established
        assertAccepted(whole);
    }

    @Test // 5
    void shouldDropWhenBytesAreRandomBehindALiveConnectionId() {
        final Random random = new Random(SEED);
        final byte[] before = state();
        for (int round = 0; round < 2_000; round++) {
            pair.nowNs += 10 * MS;
            final byte[] noise = new byte[25 + random.nextInt(1_176)];
            random.nextBytes(noise);
            System.arraycopy(genuine(next), 0, noise, 0, 8);
            forger.deliver(noise);
        }
        assertEquals(2_000, server.count(Counter.PACKETS_BAD_TAG));
        assertArrayEquals(before, state());
    }

    @Test // 6
    void shouldTakeTheGenuinePacketWhenAForgedOneWithItsNumberCameBefore() {
        final byte[] whole = genuine(next);
        for (int round = 0; round < 3; round++) {
            final byte[] forged = whole.clone();
            forged[20] ^= 1;
            forger.deliver(forged);
        }
        assertAccepted(whole);
    }

    @Test // 7
    void shouldNotMoveTheWindowWhenANumberIsForgedFarAhead() {
        final byte[] before = state();
        for (final long ahead : new long[] {2, 1_000, 100_000, (1 << 20) - 2, (1 << 20) + 5, 1 << 22}) {
            pair.nowNs += 10 * MS;
            final byte[] forged = genuine(next + ahead);
            forged[forged.length - 1] ^= 1;
            forger.deliver(forged);
        }
        assertArrayEquals(before, state());
        assertEquals(4, server.count(Counter.PACKETS_BAD_TAG));
        assertEquals(2, server.count(Counter.PACKETS_TOO_FAR));
        assertAccepted(genuine(next));
    }

    @Test // 8
    void shouldDropWhenAPacketIsReplayedOnceOrAThousandTimesNowOrLater() {
        final byte[] packet = genuine(next);
        assertAccepted(packet);
        final byte[] before = state();
        for (int round = 0; round < 1_000; round++) {
            forger.deliver(packet);
        }
        assertEquals(1_000, server.count(Counter.PACKETS_REPLAYED));
        assertArrayEquals(before, state());
        pair.nowNs += 3_600_000 * MS;
        forger.deliver(packet);
        assertEquals(1_001, server.count(Counter.PACKETS_REPLAYED));
        assertArrayEquals(before, state());
    }

    @Test // 9
    void shouldNotMoveWhenAReplayComesFromAnotherAddress() {
        final byte[] packet = genuine(next);
        assertAccepted(packet);
        final byte[] before = state();
        forger.moveTo(0x0A0000FF, 666);
        forger.deliver(packet);

        assertEquals(1, server.count(Counter.PACKETS_REPLAYED));
        assertEquals(0, server.count(Counter.PATHS_CHALLENGED));
        assertArrayEquals(before, state());
    }

    @Test // 10
    void shouldDropWhenAPacketIsReplayedToAServerThatStartedAgain() {
        final byte[] packet = genuine(next);
        try (SessionPair later = new SessionPair(SEED + 1).establish();
                Forger replayer = new Forger(later)) {
            replayer.deliver(packet);

            assertEquals(
                    1,
                    later.server.count(Counter.PACKETS_UNKNOWN_SESSION) + later.server.count(Counter.PACKETS_BAD_TAG));
        }
    }

    @Test // 12
    void shouldTakeAllOnceWhenTheWindowArrivesInReverse() {
        final long before = server.count(Counter.PACKETS_ACCEPTED);
        final byte[][] packets = new byte[ReplayWindow.PACKETS][];
        for (int index = 0; index < packets.length; index++) {
            packets[index] = genuine(next + index);
        }
        for (int index = packets.length - 1; index >= 0; index--) {
            pair.nowNs += 10 * MS;
            forger.deliver(packets[index]);
            forger.deliver(packets[index]);
        }
        assertEquals(packets.length, server.count(Counter.PACKETS_ACCEPTED) - before);
        assertEquals(packets.length, server.count(Counter.PACKETS_REPLAYED));
    }

    @Test // 13
    void shouldDropWhenAPacketIsOlderThanTheWindow() {
        final byte[] old = genuine(next);
        assertAccepted(genuine(next + ReplayWindow.PACKETS));
        forger.deliver(old);

        assertEquals(1, server.count(Counter.PACKETS_TOO_OLD));
    }

    @Test // 14
    void shouldDropWhenTheServersOwnPacketComesBack() {
        final byte[] reflected = genuine(next);
        final byte[] other = pair.secret.clone();
        System.arraycopy(other, 0, pair.secret, 32, 32); // sealed with the key towards the client
        try (Forger mirror = new Forger(pair)) {
            final byte[] packet =
                    mirror.packet(next, writer -> writer.ping(1, 1)).bytes();
            final byte[] before = state();
            forger.deliver(packet);
            assertEquals(1, server.count(Counter.PACKETS_BAD_TAG));
            assertArrayEquals(before, state());
        }
        assertAccepted(reflected);
    }

    @Test // 14
    void shouldDropWhenTheClientsOwnPacketComesBack() {
        final byte[] own = genuine(next);
        own[1] = (byte) pair.client.cid; // as if the server had sent it: the header is not sealed, only authenticated
        own[2] = (byte) (pair.client.cid >>> 8);
        own[3] = (byte) (pair.client.cid >>> 16);
        own[4] = (byte) (pair.client.cid >>> 24);
        final long before = pair.client.count(Counter.PACKETS_ACCEPTED);
        final MemorySegment memory = forger.memory();
        MemorySegment.copy(own, 0, memory, ValueLayout.JAVA_BYTE, Forger.PACKET, own.length);
        pair.server.transport.writeAddress(memory, 0);
        pair.client.sessions.onSource(memory, 0, PeerAddress.IPV4_BYTES, 0);
        pair.client.sessions.onPacket(memory, Forger.PACKET, own.length, pair.nowNs);

        assertEquals(1, pair.client.count(Counter.PACKETS_BAD_TAG));
        assertEquals(before, pair.client.count(Counter.PACKETS_ACCEPTED));
    }

    @Test // 29, header
    void shouldDropWhenReservedHeaderBitsAreSet() {
        final byte[] before = state();
        for (int bit = 0; bit < 6; bit++) {
            final byte[] packet = genuine(next);
            packet[0] |= (byte) (1 << bit);
            forger.deliver(packet);
        }
        assertEquals(6, server.count(Counter.PACKETS_RESERVED_BITS));
        assertArrayEquals(before, state());
    }

    @Test // 30
    void shouldNotCommitAPhaseWhenItsBitIsForged() {
        final byte[] before = state();
        for (int round = 0; round < 500; round++) {
            pair.nowNs += 10 * MS;
            final byte[] packet = genuine(next + round);
            packet[0] ^= 0x40;
            forger.deliver(packet);
        }
        assertEquals(500, server.count(Counter.PACKETS_BAD_TAG));
        assertArrayEquals(before, state());
        assertAccepted(genuine(next));
    }

    @Test // 45
    void shouldDropUnopenedWhenOnePeerSends110000PacketsInATick() {
        final int victim = server.cid;
        for (int index = 0; index < 110_000; index++) {
            if (index < 200) {
                forger.packet(next + index, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 40));
            } else {
                forger.length = 60; // what is in it no longer matters: it is not opened
                io.tos.engine.protocol.PacketHeader.write(forger.memory(), Forger.PACKET, 0, victim, next + index);
            }
            forger.deliver();
        }
        assertTrue(server.frames <= 32, "inputs taken in one tick: " + server.frames);
        assertTrue(server.count(Counter.PACKETS_RATE_LIMITED) >= 110_000 - 64, "dropped unopened");
        assertEquals(0, server.count(Counter.PACKETS_BAD_TAG));

        pair.open();
        pair.client.sessions.ping(pair.client.cid, pair.nowNs);
        pair.run(100 * MS);
        assertEquals(SessionState.ESTABLISHED, server.sessions.state(pair.server.cid), "another peer is not hindered");
    }

    @Test // 5
    void shouldLeaveThePeersBudgetAloneWhenForgedPacketsComeFromItsOwnAddress() {
        final byte[] packet = genuine(next);
        for (int round = 0; round < 1_000; round++) {
            final byte[] forged = packet.clone();
            forged[30] ^= 1;
            forger.deliver(forged);
        }
        assertEquals(1_000, server.count(Counter.PACKETS_BAD_TAG));

        final long before = server.count(Counter.PACKETS_ACCEPTED);
        forger.deliver(packet);
        assertEquals(before + 1, server.count(Counter.PACKETS_ACCEPTED));
        for (int round = 0; round < 1_000; round++) {
            final byte[] forged = genuine(next + 1);
            forged[30] ^= 1;
            forger.deliver(forged);
        }
        assertTrue(server.count(Counter.PACKETS_RATE_LIMITED) > 900, "what forgeries may cost is limited too");
    }

    @Test
    void shouldLeaveThePeersBudgetAloneWhenForgedPacketsComeFromElsewhere() {
        final byte[] packet = genuine(next);
        forger.moveTo(0x0A0000FF, 666);
        for (int round = 0; round < 1_000; round++) {
            final byte[] forged = packet.clone();
            forged[30] ^= 1;
            forger.deliver(forged);
        }
        pair.client.transport.writeAddress(forger.memory(), 0);

        assertTrue(server.count(Counter.PACKETS_RATE_LIMITED) >= 960, "forged ones are cut off");
        final long before = server.count(Counter.PACKETS_ACCEPTED);
        forger.deliver(packet);
        assertEquals(before + 1, server.count(Counter.PACKETS_ACCEPTED));
    }

    @Test
    void shouldEndTheSessionOnlyWhenThePeerGoesOnFloodingForSeconds() {
        final long secondNs = 1000 * MS;
        long number = next;
        int seconds = 0;
        for (; seconds < 10 && server.sessions.state(server.cid) == SessionState.ESTABLISHED; seconds++) {
            for (int packet = 0; packet < 1000; packet++) {
                forger.packet(number++, writer -> writer.counted(FrameType.INPUT, server.memory, 0, 40));
                forger.deliver();
                pair.nowNs += secondNs / 1000;
            }
        }

        assertEquals(SessionState.CLOSING, server.sessions.state(server.cid));
        assertTrue(seconds >= 4, "a line that stood still for a second or two is no crime: " + seconds);
        assertEquals(1, server.count(Counter.SESSIONS_FLOODED));
    }
}
