package io.tos.tools.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.Direction;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing a network can carry makes the decoder fail, and it never says of anything that it is more than it is. */
final class PacketDecoderTest {
    private static final long SEED = Long.getLong("fuzz.seed", 0x7A11E5L);
    private static final int ROUNDS = 3_000;
    private static final Endpoint CLIENT = new Endpoint("192.0.2.10", 40_001);
    private static final Endpoint SERVER = new Endpoint("192.0.2.1", 3565);

    private final ProtocolSession session = new ProtocolSession();
    private final PacketDecoder decoder = session.decoder();

    @Test
    void shouldNotAcceptWhenADatagramIsShortenedToAnyLength() {
        for (final byte[] packet : packets()) {
            assertTrue(isWhole(decode(packet, packet.length)), "the packet itself");
            for (int length = 0; length < packet.length; length++) {
                final byte[] shorter = Arrays.copyOf(packet, length);
                assertTrue(!isWhole(decode(shorter, length)), packet[0] + " shortened to " + length);
            }
        }
    }

    @Test
    void shouldSayCutWhenTheCaptureKeptLessAtAnyLength() {
        for (final byte[] packet : packets()) {
            for (int kept = 0; kept < packet.length; kept++) {
                final DecodedPacket decoded = decode(Arrays.copyOf(packet, kept), packet.length);
                assertEquals(Outcome.CUT, decoded.outcome(), packet[0] + " cut to " + kept);
                assertTrue(decoded.problem().contains(kept + " of " + packet.length), decoded.problem());
            }
        }
    }

    private List<byte[]> packets() {
        return List.of(
                session.hello(),
                session.challenge(),
                session.connect(),
                session.accept(),
                ProtocolSession.wire("reset"),
                session.sealed(Direction.TO_SERVER, 0, ProtocolSession.wire("text")));
    }

    @Test
    void shouldSayWhatItIsNotWhenBytesAreRandom() {
        System.out.println("random datagrams, seed " + SEED);
        final Random random = new Random(SEED);
        final Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = new byte[random.nextInt(1_300)];
            random.nextBytes(bytes);
            final DecodedPacket decoded = decode(bytes, bytes.length);
            assertNotEquals(Outcome.OPENED, decoded.outcome(), "round " + round + " of seed " + SEED);
            seen.add(decoded.outcome());
        }
        assertTrue(seen.containsAll(Set.of(Outcome.FOREIGN, Outcome.MALFORMED, Outcome.SEALED)), seen.toString());
    }

    @Test
    void shouldSayWrongTagWhenAnyBitOfASealedPacketIsFlipped() {
        final byte[] packet = session.sealed(Direction.TO_SERVER, 0, ProtocolSession.wire("text"));
        for (int bit = 8 * 8; bit < packet.length * 8; bit++) {
            final byte[] forged = packet.clone();
            forged[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertEquals(Outcome.WRONG_TAG, decode(forged, forged.length).outcome(), "bit " + bit);
        }
        assertEquals(Outcome.OPENED, decode(packet, packet.length).outcome(), "after all forgeries");
    }

    @Test
    void shouldNameTheProblemWhenAnOpenedTextIsRandomOrDamaged() {
        System.out.println("random texts, seed " + SEED);
        final Random random = new Random(SEED);
        final List<String> bodies = List.of("snapshot", "input", "message-enter-world", "message-announce");
        int malformed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
            final byte[] text = random.nextInt(4) == 0
                    ? noise(random)
                    : damaged(random, ProtocolSession.wire(bodies.get(random.nextInt(bodies.size()))));
            final DecodedPacket decoded = decode(session.sealed(direction, round, text), text.length + 24);
            assertTrue(
                    decoded.outcome() == Outcome.OPENED || decoded.outcome() == Outcome.MALFORMED,
                    "round " + round + " of seed " + SEED);
            final boolean named = !decoded.problem().isEmpty()
                    || decoded.parts().stream().anyMatch(part -> !part.problem().isEmpty());
            assertEquals(decoded.outcome() == Outcome.MALFORMED, named, "round " + round + " of seed " + SEED);
            malformed += named ? 1 : 0;
        }
        assertTrue(malformed > ROUNDS / 2, malformed + " malformed");
    }

    private static byte[] noise(final Random random) {
        final byte[] text = new byte[1 + random.nextInt(300)];
        random.nextBytes(text);
        text[0] = (byte) random.nextInt(2);
        return text;
    }

    /** A frame around a body with a few bytes changed. */
    private static byte[] damaged(final Random random, final byte[] body) {
        final boolean message = body[1] == 0 && body[0] < 18;
        final int head = message ? 7 : 4;
        final byte[] text = new byte[head + body.length];
        text[1] = (byte) (message ? 0x10 : random.nextBoolean() ? 0x20 : 0x21);
        text[head - 2] = (byte) body.length;
        System.arraycopy(body, 0, text, head, body.length);
        for (int change = random.nextInt(4); change > 0; change--) {
            text[head + random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return text;
    }

    private DecodedPacket decode(final byte[] kept, final int length) {
        return decoder.decode(new Datagram(1, 0, CLIENT, SERVER, MemorySegment.ofArray(kept), length));
    }

    private static boolean isWhole(final DecodedPacket packet) {
        return packet.outcome() == Outcome.OPENED || packet.outcome() == Outcome.HANDSHAKE;
    }
}
