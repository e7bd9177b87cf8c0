package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.telemetry.Counter;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random texts behind the key: nothing is thrown, memory stays within bounds and comes back. {@code -Dfuzz.seed=N} repeats
 * a run.
 */
class SessionFuzzTest {
    private static final long MS = SessionPair.MS;
    private static final int SESSIONS_SHORT = 300;
    private static final int SESSIONS_LONG = 60_000;
    private static final int PACKETS = 60;

    @Test
    void shouldStandWhenTextsBehindTheKeyAreRandom() {
        fuzz(Long.getLong("fuzz.seed", 0xF0022L), SESSIONS_SHORT);
    }

    @Test
    @Tag("long")
    void shouldStandWhenTextsBehindTheKeyAreRandomForLong() {
        fuzz(Long.getLong("fuzz.seed", System.nanoTime()), SESSIONS_LONG);
    }

    private static void fuzz(final long seed, final int sessions) {
        System.out.println("SessionFuzzTest seed " + seed);
        final Random random = new Random(seed);
        try (SessionPair pair = new SessionPair(seed)) {
            for (int session = 0; session < sessions; session++) {
                pair.open();
                try (Forger forger = new Forger(pair)) {
                    one(pair, forger, random);
                }
                pair.client.sessions.release(pair.client.cid);
                pair.server.messages[0].clear();
                pair.server.messages[1].clear();
                pair.server.messages[2].clear();
            }
            for (int tick = 0; tick < 30_000; tick++) {
                pair.nowNs += MS;
                pair.server.step();
            }
            assertTrue(
                    pair.server.count(Counter.PACKETS_ACCEPTED) > 3L * sessions,
                    "it goes deep: " + pair.server.count(Counter.PACKETS_ACCEPTED));
            assertTrue(pair.server.count(Counter.PACKETS_MALFORMED) > sessions / 2, "it hurts");
            assertTrue(pair.server.count(Counter.MESSAGES_DUPLICATE) > sessions, "it repeats");
            assertEquals(0, pair.server.sessions.heldBytes(), "seed " + seed);
            assertEquals(0, pair.server.sessions.usedCount(), "seed " + seed);
        }
    }

    /** One session: some things said to the peer, then texts good, bent and random, in an order of their own. */
    private static void one(final SessionPair pair, final Forger forger, final Random random) {
        for (int number = 0; number < PACKETS; number++) {
            pair.nowNs += random.nextInt(30) * MS;
            pair.server.hasRoom = number == 0 || random.nextInt(8) != 0;
            if (random.nextInt(4) == 0) {
                final int length = 2 + random.nextInt(3_000);
                pair.server.sessions.send(
                        pair.server.cid, io.tos.engine.protocol.Channel.GAMEPLAY, pair.server.memory, 0, length, 0);
            }
            if (number == 0 || random.nextInt(30) > 0) {
                forger.packet(number, writer -> lawful(pair, writer, random));
                if (random.nextInt(20) == 0) {
                    bend(forger, random, number);
                }
            } else {
                noise(forger, random, number);
            }
            if (random.nextInt(80) == 0) {
                forger.rotate();
            }
            forger.deliver();
            pair.server.step();
            assertTrue(pair.server.sessions.heldBytes() < 4 << 20, "memory");
        }
        pair.server.hasRoom = true;
        pair.server.sessions.close(pair.server.cid, io.tos.engine.protocol.CloseReason.GOODBYE, pair.nowNs);
    }

    /** Frames a client may write, with numbers that make trouble. */
    private static void lawful(final SessionPair pair, final FrameWriter writer, final Random random) {
        final Endpoint server = pair.server;
        if (random.nextInt(3) == 0) {
            final long newest = server.sessions.parts().sent.next(session(pair)) - 1 - random.nextInt(70);
            if (newest >= 0) {
                writer.acks(newest, random.nextInt(256), random.nextLong() | 0xFFFF_FFFFL);
            }
        }
        for (int frames = random.nextInt(6); frames >= 0; frames--) {
            final int id = random.nextInt(10) == 0 ? random.nextInt(65_536) : random.nextInt(12);
            final int channel = random.nextInt(3);
            switch (random.nextInt(7)) {
                case 0 -> writer.ping(id, id);
                case 1, 2 -> writer.reliable(channel, id, server.memory, 0, 2 + random.nextInt(300));
                case 3 -> {
                    final int count = 2 + random.nextInt(3);
                    final int index = random.nextInt(count);
                    writer.fragment(channel, id, index, server.memory, 0, count * 1_024 - random.nextInt(1_000));
                }
                case 4 -> writer.counted(FrameType.INPUT, server.memory, 0, 1 + random.nextInt(60));
                case 5 -> writer.message(3 + random.nextInt(2), server.memory, 0, 2 + random.nextInt(60));
                default ->
                    writer.path(
                            random.nextBoolean() ? FrameType.PATH_CHALLENGE : FrameType.PATH_RESPONSE,
                            random.nextLong());
            }
        }
    }

    private static long session(final SessionPair pair) {
        final long session = pair.server.sessions.parts().slots.find(pair.server.cid);
        return session == Slots.NONE ? 0 : session;
    }

    /** A lawful text with some bytes changed, sealed again. */
    private static void bend(final Forger forger, final Random random, final long number) {
        final int[] text = new int[forger.length - PacketHeader.OVERHEAD_BYTES];
        forger.packetText(number, text);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            text[random.nextInt(text.length)] = random.nextInt(256);
        }
        forger.text(number, text);
    }

    private static void noise(final Forger forger, final Random random, final long number) {
        final int[] text = new int[1 + random.nextInt(random.nextInt(8) == 0 ? PacketHeader.TEXT_BYTES_MAX : 60)];
        for (int index = 0; index < text.length; index++) {
            text[index] = random.nextInt(256);
        }
        text[0] = random.nextInt(2);
        forger.text(number, text);
    }
}
