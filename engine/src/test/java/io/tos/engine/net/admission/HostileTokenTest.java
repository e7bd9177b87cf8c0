package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.ClientHandshake.Stage;
import io.tos.engine.client.Credentials;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.Octets;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hostile inputs 20 to 28 of the table in the wire protocol: tokens, curve keys, floods of real peers, versions. */
final class HostileTokenTest {
    private static final int IP = 0x0A01_0101;
    private static final int VICTIM_IP = 0x5501_0101;

    @Test
    void shouldAnswerARepeatedConnectOnlyFromTheSameAddressWhilePending() { // 20
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final Credentials credentials = rig.credentials(1);
            final RigPeer peer = rig.peer(IP, 4000);
            peer.proves = false;
            peer.connect(credentials);
            rig.run(50);
            final RigPeer other = rig.peer(VICTIM_IP, 4000).connect(credentials);
            peer.send(peer.lastConnect);
            rig.run(50);
            final long resent = rig.count(Counter.ACCEPTS_RESENT);
            final long busy = rig.count(Counter.TOKEN_BUSY);
            peer.proves = true;
            rig.run(50);
            peer.send(peer.lastConnect);
            rig.run(50);
            rig.end(peer.cid());
            peer.send(peer.lastConnect);
            rig.run(50);

            assertEquals(1, resent);
            assertTrue(busy > 0);
            assertEquals(Stage.CONNECT_SENT, other.stage());
            assertTrue(rig.count(Counter.TOKEN_REUSED) >= 2, "after consumption and after the end");
            assertEquals(1, rig.count(Counter.ACCEPTS_RESENT));
        }
    }

    @Test
    void shouldStillRefuseAUsedTokenWhenTheHistoryIsFloodedWithValidOnes() { // 21
        final TokenHistory history = new TokenHistory(1 << 10, 99);
        history.add(7, 7, TokenHistory.CONSUMED, 100);
        int added = 0;
        for (long id = 1; !history.isFull(); id++) {
            history.add(id * 31, id, TokenHistory.CONSUMED, 100);
            added++;
        }
        history.sweep(99, 1 << 12);

        assertEquals((1 << 10) - 1, added);
        assertTrue(history.isFull(), "nothing unexpired was forgotten");
        assertEquals(TokenHistory.CONSUMED, history.owner(history.find(7, 7)));
        history.sweep(101, 1 << 12);
        assertEquals(0, history.count());
    }

    @Test
    void shouldDropWithoutExceptionWhenCurveKeyIsOfLowOrder() { // 22
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final List<String> lowOrder = List.of(
                    "00".repeat(32),
                    "01" + "00".repeat(31),
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
            for (int number = 0; number < lowOrder.size(); number++) {
                final RigPeer peer = rig.withUnseenConnect(rig.credentials(number + 1));
                final byte[] key = HexFormat.of().parseHex(lowOrder.get(number));
                System.arraycopy(key, 0, peer.lastConnect, Connect.EPHEMERAL, key.length);
                peer.send(peer.lastConnect);
                rig.run(2000);
                assertEquals(0, peer.received.size());
                peer.close();
                rig.peers.remove(peer);
            }

            assertEquals(lowOrder.size(), rig.count(Counter.MESSAGE1_INVALID));
            assertEquals(0, rig.count(Counter.HALF_OPEN));
        }
    }

    @Test
    void shouldNotConfirmAndLetTheVictimInWhenMessage1IsReplayedWithTheAttackersCookie() { // 23
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer victim = rig.withUnseenConnect(rig.credentials(1));
            final RigPeer attacker = rig.peer(VICTIM_IP, 666);
            final byte[] hello = new byte[Hello.LENGTH];
            rig.hello(0, ProtocolVersion.HIGHEST).asByteBuffer().get(0, hello);
            System.arraycopy(victim.lastConnect, 1, hello, 1, 8);
            attacker.send(hello);
            rig.run(5);
            final byte[] stolen = victim.lastConnect.clone();
            System.arraycopy(attacker.received.getFirst(), 24, stolen, 16, 4 + Challenge.COOKIE_BYTES);
            attacker.send(stolen);
            rig.run(50);
            final int answers = attacker.received.size();
            rig.run(5_100);
            victim.send(victim.lastConnect);
            rig.run(50);

            assertEquals(2, answers, "its own CHALLENGE, and an ACCEPT it cannot open");
            assertEquals(1, rig.count(Counter.HALF_OPEN_LAPSED));
            assertEquals(1, victim.received.size(), "the ACCEPT");
        }
    }

    @Test
    void shouldGiveOneSessionAndFewAnswersWhenConnectIsRepeatedAHundredTimes() { // 24
        try (AdmissionRig rig =
                new AdmissionRig(1, AdmissionLimits.DEFAULT, new TrustedPrefixes(List.of("0.0.0.0/0")))) {
            final RigPeer peer = rig.peer(IP, 4000);
            peer.proves = false;
            peer.connect(rig.credentials(1));
            rig.run(50);
            for (int copy = 0; copy < 100; copy++) {
                peer.send(peer.lastConnect);
            }
            rig.run(50);
            peer.proves = true;
            rig.run(50);

            assertEquals(16, peer.received.size() - 1, "and one CHALLENGE");
            assertTrue(rig.count(Counter.ACCEPT_RESEND_LIMIT) >= 84);
            assertEquals(2, rig.count(Counter.CURVE_OPERATIONS));
            assertEquals(1, rig.admittedCount());
        }
    }

    @Test
    void shouldConnectWhenAcceptIsLostFiveTimes() { // 24
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(10);
            peer.transport.downlink().blackhole(true);
            rig.run(2_000);
            peer.transport.downlink().blackhole(false);
            rig.run(1_000);

            assertEquals(Stage.ACCEPTED, peer.stage());
            assertTrue(rig.count(Counter.ACCEPTS_RESENT) >= 4);
            assertEquals(1, rig.admittedCount());
        }
    }

    @Test
    void shouldKeepOthersConnectingWhenOneNeighbourhoodHoldsHandshakesOpen() { // 25
        try (AdmissionRig rig = AdmissionRig.strict()) {
            for (int number = 0; number < 100; number++) {
                final RigPeer peer = rig.peer(IP + number, 4000);
                peer.proves = false;
                peer.connect(rig.credentials(number + 1));
            }
            rig.run(1_500);
            final RigPeer other = rig.peer(VICTIM_IP, 4000).connect(rig.credentials(1000));
            rig.run(100);

            assertEquals(64, rig.count(Counter.HALF_OPEN));
            assertTrue(rig.count(Counter.HALF_OPEN_PREFIX_FULL) > 0);
            assertEquals(Stage.ACCEPTED, other.stage());
            assertEquals(1, rig.admittedCount());
        }
    }

    @Test
    void shouldRefuseTheSeventeenthSessionWhenOneHostTakesThemAll() { // 27
        try (AdmissionRig rig = AdmissionRig.strict()) {
            for (int number = 0; number < 17; number++) {
                rig.peer(IP, 4000 + number).connect(rig.credentials(number + 1));
                rig.run(500);
            }

            assertEquals(16, rig.admittedCount());
            assertEquals(Stage.REFUSED, rig.peers.getLast().stage());
            assertEquals(1, rig.count(Counter.REFUSED_HOST_LIMIT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xFFFF, 0x1A2A, 0x0200})
    void shouldAnswerWithItsRangeWhenVersionIsNonsense(final int version) { // 28
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000);
            final Challenge challenge = new Challenge();
            peer.send(rig.hello(1, version).asSlice(0, Hello.LENGTH).toArray(ValueLayout.JAVA_BYTE));
            rig.run(10);
            final MemorySegment answer = rig.arena.allocate(Challenge.LENGTH, 8);
            MemorySegment.copy(peer.received.getFirst(), 0, answer, ValueLayout.JAVA_BYTE, 0, Challenge.LENGTH);

            assertTrue(challenge.wrap(answer, 0, Challenge.LENGTH));
            assertEquals(ProtocolVersion.HIGHEST, challenge.versionChosen());
            assertEquals(ProtocolVersion.LOWEST, challenge.versionLowest());
        }
    }

    @Test
    void shouldFailInTheTranscriptWhenTheRangeInTheChallengeIsEdited() { // 28
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.network.tap((memory, source, target, payload, length) -> {
                if (length == Challenge.LENGTH) { // the highest version, in flight
                    memory.set(ValueLayout.JAVA_BYTE, payload + 46, (byte) 9);
                }
            });
            rig.run(3_000);

            assertEquals(Stage.CONNECT_SENT, peer.stage());
            assertTrue(rig.count(Counter.MESSAGE1_INVALID) > 0);
            assertEquals(0, rig.count(Counter.ACCEPTED));
        }
    }

    @Test
    void shouldDropWhenHandshakeTypeIsUnknown() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000);
            for (int type = 0; type < 128; type++) {
                if (type != 1 && type != 3) {
                    peer.send(new byte[] {(byte) type, 1, 2, 3});
                }
            }
            rig.run(10);

            assertEquals(126, rig.count(Counter.HANDSHAKE_UNKNOWN));
            rig.assertSilenceWithoutCurve(peer);
        }
    }

    @Test
    void shouldDoNothingWhenAThiefHoldsTheTokenWithoutThePsk() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final Credentials stolen = rig.credentials(1);
            final Credentials guess = new Credentials(
                    stolen.field(), false, Octets.of(new byte[ConnectToken.PSK_BYTES]), stolen.serverPublicKey());
            final RigPeer thief = rig.peer(VICTIM_IP, 666).connect(guess);
            rig.run(1000);
            final RigPeer victim = rig.peer(IP, 4000).connect(stolen);
            rig.run(1000);

            assertEquals(Stage.CONNECT_SENT, thief.stage());
            assertEquals(Stage.ACCEPTED, victim.stage());
            assertTrue(rig.count(Counter.MESSAGE1_INVALID) > 0);
        }
    }
}
