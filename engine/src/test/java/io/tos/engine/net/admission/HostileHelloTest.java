package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.ClientHandshake.Stage;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hostile inputs 10 and 15 to 19 of the table in the wire protocol: each with its counter and its silence. */
final class HostileHelloTest {
    private static final int IP = 0x0A01_0101;
    private static final int VICTIM_IP = 0x5501_0101;

    @Test
    void shouldNotLetInWhenReplayedToARestartedServer() { // 10
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final long expiry = rig.wallClock.time() / 1000 + 45;
            final RigPeer peer = rig.peer(IP, 4000)
                    .connect(rig.credentials(1, expiry, AdmissionRig.INSTANCE_ID - 1, AdmissionRig.PROTOCOL_ID));
            rig.run(1000);

            assertEquals(Stage.CONNECT_SENT, peer.stage());
            assertTrue(rig.count(Counter.TOKEN_OTHER_INSTANCE) > 0);
            assertEquals(0, rig.count(Counter.CURVE_OPERATIONS));
        }
    }

    @Test
    void shouldSendLittleAndKeepNothingWhenAMillionSourcesSayHello() { // 15, in short: 100,000
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final MemorySegment hello = rig.hello(1, ProtocolVersion.HIGHEST);
            final long[] bytes = new long[2];
            rig.network.tap(
                    (memory, source, target, payload, length) -> bytes[length == Hello.LENGTH ? 0 : 1] += length);
            for (int round = 0; round < 100; round++) {
                for (int source = 0; source < 1000; source++) {
                    rig.spoof(rig.random.nextInt() & 0x7FFF_FFFF, 1 + rig.random.nextInt(65_535), hello, Hello.LENGTH);
                }
                rig.run(5);
            }

            assertEquals(
                    100_000,
                    rig.count(Counter.CHALLENGES_SENT)
                            + rig.count(Counter.CHALLENGES_LIMITED)
                            + rig.count(Counter.CHALLENGES_LIMITED_PREFIX));
            assertTrue(bytes[1] * 25 <= bytes[0], "48 bytes for 1,200: " + bytes[1] + " of " + bytes[0]);
            assertTrue(rig.count(Counter.CHALLENGES_SENT) <= 2000 + 500 * 20, "20,000 a second and the burst");
            assertEquals(0, rig.count(Counter.HALF_OPEN));
        }
    }

    @Test
    void shouldLimitChallengesPerPrefixWhenOneNeighbourhoodFloods() { // 15
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final MemorySegment hello = rig.hello(1, ProtocolVersion.HIGHEST);
            for (int source = 0; source < 1000; source++) {
                rig.spoof(VICTIM_IP + (source & 0x7F), 2000, hello, Hello.LENGTH);
            }
            rig.run(5);
            final RigPeer other = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(50);

            assertEquals(900, rig.count(Counter.CHALLENGES_LIMITED_PREFIX), "the burst is 100");
            assertEquals(Stage.ACCEPTED, other.stage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 48, 1199})
    void shouldStaySilentWhenHelloIsShort(final int length) { // 16
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000);
            peer.send(rig.hello(1, ProtocolVersion.HIGHEST).asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            rig.run(10);

            rig.assertSilenceWithoutCurve(peer);
            assertEquals(1, rig.count(Counter.HELLO_MALFORMED));
        }
    }

    @Test
    void shouldStaySilentWhenHelloIsLongOrNotPaddedWithZeros() { // 16
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000);
            final MemorySegment hello = rig.hello(1, ProtocolVersion.HIGHEST);
            rig.spoof(IP, 4000, hello, 1201);
            hello.set(ValueLayout.JAVA_BYTE, 700, (byte) 1);
            rig.spoof(IP, 4000, hello, 1200);
            rig.run(10);

            rig.assertSilenceWithoutCurve(peer);
            assertEquals(1, rig.count(Counter.DATAGRAMS_TOO_LONG));
            assertEquals(1, rig.count(Counter.HELLO_MALFORMED));
        }
    }

    @Test
    void shouldStaySilentWhenCookieIsOfAnotherIpPortOrHandshake() { // 17
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.withUnseenConnect(rig.credentials(1));
            final RigPeer otherIp = rig.peer(IP + 1, 4000);
            final RigPeer otherPort = rig.peer(IP, 4001);
            otherIp.send(peer.lastConnect);
            otherPort.send(peer.lastConnect);
            final byte[] otherId = peer.lastConnect.clone();
            otherId[5] ^= 1;
            peer.send(otherId);
            rig.run(10);

            assertEquals(3, rig.count(Counter.COOKIE_WRONG));
            rig.assertSilenceWithoutCurve(otherIp);
            rig.assertSilenceWithoutCurve(otherPort);
            rig.assertSilenceWithoutCurve(peer);
        }
    }

    @Test
    void shouldStaySilentWhenCookieIsOldOrFromTheFuture() { // 17
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.withUnseenConnect(rig.credentials(1));
            final byte[] future = peer.lastConnect.clone();
            final ByteBuffer bucket = ByteBuffer.wrap(future).order(ByteOrder.LITTLE_ENDIAN);
            bucket.putInt(16, bucket.getInt(16) + 4);
            peer.send(future);
            rig.run(11_100);
            peer.send(peer.lastConnect);
            rig.run(10);

            assertEquals(2, rig.count(Counter.COOKIE_STALE));
            rig.assertSilenceWithoutCurve(peer);
        }
    }

    @Test
    void shouldTakeACookieOfTheSecretBeforeWhenItIsFresh() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            rig.run(59_950);
            final RigPeer peer = rig.withUnseenConnect(rig.credentials(1));
            rig.run(1000);
            peer.send(peer.lastConnect);
            rig.run(10);

            assertEquals(1, peer.received.size(), "the ACCEPT");
        }
    }

    @Test
    void shouldDoNoCurveWorkWhenTokenIsGarbage() { // 18
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.withUnseenConnect(rig.credentials(1));
            for (int at = Connect.TOKEN + 40; at < Connect.TOKEN + Connect.TOKEN_BYTES; at++) {
                peer.lastConnect[at] = (byte) rig.random.nextInt();
            }
            peer.send(peer.lastConnect);
            rig.run(10);

            assertEquals(1, rig.count(Counter.TOKEN_FORGED));
            rig.assertSilenceWithoutCurve(peer);
        }
    }

    @Test
    void shouldStaySilentWhenTokenIsExpiredOrOfElsewhere() { // 19
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final long now = rig.wallClock.time() / 1000;
            rig.peer(IP, 1).connect(rig.credentials(1, now - 31, AdmissionRig.INSTANCE_ID, AdmissionRig.PROTOCOL_ID));
            rig.peer(IP, 2).connect(rig.credentials(2, now + 300, AdmissionRig.INSTANCE_ID, AdmissionRig.PROTOCOL_ID));
            rig.peer(IP, 3).connect(rig.credentials(3, now + 45, 5, AdmissionRig.PROTOCOL_ID));
            rig.peer(IP, 4).connect(rig.credentials(4, now + 45, AdmissionRig.INSTANCE_ID, 8));
            rig.run(100);

            assertEquals(1, rig.count(Counter.TOKEN_EXPIRED));
            assertEquals(1, rig.count(Counter.TOKEN_TOO_FAR_AHEAD));
            assertEquals(1, rig.count(Counter.TOKEN_OTHER_INSTANCE));
            assertEquals(1, rig.count(Counter.TOKEN_OTHER_PROTOCOL));
            assertEquals(0, rig.count(Counter.CURVE_OPERATIONS));
        }
    }

    @Test
    void shouldStaySilentWhenAnyBitOfTheClearPartIsEdited() { // 19
        try (AdmissionRig rig =
                new AdmissionRig(1, AdmissionLimits.DEFAULT, new TrustedPrefixes(List.of("0.0.0.0/0")))) {
            final RigPeer peer = rig.withUnseenConnect(rig.credentials(1));
            for (int bit = 0; bit < 40 * Byte.SIZE; bit++) {
                final byte[] edited = peer.lastConnect.clone();
                edited[Connect.TOKEN + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                peer.send(edited);
                rig.run(5);
            }

            rig.assertSilenceWithoutCurve(peer);
            assertEquals(
                    40 * Byte.SIZE,
                    rig.count(Counter.TOKEN_FORGED)
                            + rig.count(Counter.TOKEN_EXPIRED)
                            + rig.count(Counter.TOKEN_TOO_FAR_AHEAD)
                            + rig.count(Counter.TOKEN_OTHER_INSTANCE)
                            + rig.count(Counter.TOKEN_OTHER_PROTOCOL));
        }
    }
}
