package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.BlockPacker;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.protocol.WorldBlock;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two endpoints over a link with faults: what was promised arrives, once and in order. */
@Timeout(60) // a hang is a failure; nothing here waits for real time
class SessionSimTest {
    private static final long MS = SessionPair.MS;
    private static final long SECOND = 1_000 * MS;
    private static final long SEED = 0x5E55_1045L;

    private static void offer(final Endpoint from, final Channel channel, final int number, final int length) {
        assertEquals(
                SendResult.TAKEN,
                from.sessions.send(from.cid, channel, from.memory, from.write(number, length), length, 0));
    }

    private static void assertOpen(final SessionPair pair) {
        assertEquals(SessionState.ESTABLISHED, pair.server.sessions.state(pair.server.cid));
        assertEquals(SessionState.ESTABLISHED, pair.client.sessions.state(pair.client.cid));
    }

    @Test
    void shouldBeProvenWhenTheFirstPacketOpens() {
        try (SessionPair pair = new SessionPair(SEED).open()) {
            assertEquals(SessionState.OPENING, pair.server.sessions.state(pair.server.cid));

            pair.client.sessions.ping(pair.client.cid, pair.nowNs);
            pair.run(100 * MS);

            assertOpen(pair);
            assertEquals(1, pair.server.opened);
            assertEquals(1, pair.client.opened);
        }
    }

    @Test
    void shouldCarryBaseMissesBesideAnInput() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            final Endpoint client = pair.client;
            final long at = client.write(1, 20);
            for (int index = 0; index < Sessions.MISSES_MAX; index++) {
                LittleEndian.put8(client.memory, at + 20 + 2L * index, MissFrame.CAUSE_HASH);
                LittleEndian.put8(client.memory, at + 21 + 2L * index, 1 + index);
            }

            client.sessions.sendInput(client.cid, client.memory, at, 20, Sessions.MISSES_MAX, pair.nowNs);
            pair.run(100 * MS);

            assertEquals(Sessions.MISSES_MAX, pair.server.baseMisses);
            assertEquals(1 + Sessions.MISSES_MAX, pair.server.frames);
            assertOpen(pair);
        }
    }

    @Test
    void shouldSendThemAllWhenACycleHasMorePacketsThanTheTransportHasSlots() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            final long before = pair.client.count(Counter.PACKETS_ACCEPTED);
            for (int packet = 0; packet < 2_500; packet++) {
                pair.server.sessions.ping(pair.server.cid, pair.nowNs);
            }
            pair.run(100 * MS);

            assertTrue(pair.client.count(Counter.PACKETS_ACCEPTED) >= before + 2_500);
            assertEquals(0, pair.server.count(Counter.SEND_NO_SLOT));
            assertOpen(pair);
        }
    }

    @Test
    void shouldSendNoPureAcksWhenBothSidesSendTwentyTimesASecondWithoutLoss() {
        try (SessionPair pair = new SessionPair(SEED)) {
            pair.terms = SessionTerms.DEFAULT.withRates(20, 20);
            pair.establish();
            final long before = pair.client.count(Counter.PURE_ACKS) + pair.server.count(Counter.PURE_ACKS);
            for (int round = 0; round < 20; round++) {
                offer(pair.client, Channel.GAMEPLAY, round, 40);
                offer(pair.server, Channel.GAMEPLAY, round, 40);
                pair.play(SECOND, 20, 300);
            }

            assertEquals(before, pair.client.count(Counter.PURE_ACKS) + pair.server.count(Counter.PURE_ACKS));
            assertEquals(20, pair.server.messages[1].size());
            assertEquals(0, pair.server.count(Counter.PACKETS_LOST));
            assertEquals(400, pair.server.acked.size() + pair.server.lost.size(), 3);
            assertEquals(0, pair.server.lost.size());
        }
    }

    @Test
    void shouldDeliver64MessagesOnceInOrderWhenNineOfTenPacketsAreLost() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(90).delayMs(20));
            for (int number = 0; number < 64; number++) {
                offer(pair.client, Channel.GAMEPLAY, number, number % 8 == 7 ? 900 : 60);
                offer(pair.server, Channel.GAMEPLAY, number, number % 8 == 7 ? 2_000 : 60);
            }
            for (int second = 0;
                    second < 400 && pair.client.messages[1].size() + pair.server.messages[1].size() < 128;
                    second++) {
                pair.play(SECOND, 60, 60);
            }

            assertArrayEquals(IntStream.range(0, 64).toArray(), pair.server.numbers(1));
            assertArrayEquals(IntStream.range(0, 64).toArray(), pair.client.numbers(1));
            assertOpen(pair);
        }
    }

    @Test
    void shouldStayConnectedWhenAThousandMessagesBurstOverAReorderingPath() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.delayMs(100).reorder(30, 40));
            for (int number = 0; number < 1_000; number++) {
                offer(pair.server, Channel.GAMEPLAY, number, 100);
            }
            pair.play(20 * SECOND, 20, 200);

            assertArrayEquals(IntStream.range(0, 1_000).toArray(), pair.client.numbers(1));
            assertOpen(pair);
            pair.play(3 * SECOND, 20, 200);
            assertEquals(0, pair.server.sessions.heldBytes());
        }
    }

    @Test
    void shouldDeliverWhenAChannelWasSilentFor40000Packets() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            offer(pair.client, Channel.GAMEPLAY, 1, 40);
            for (int packet = 0; packet < 40_000; packet++) {
                pair.client.sessions.sendInput(
                        pair.client.cid, pair.client.memory, pair.client.write(1, 20), 20, 0, pair.nowNs);
                pair.step(10 * MS);
            }
            offer(pair.client, Channel.GAMEPLAY, 2, 40);
            pair.run(SECOND);

            assertArrayEquals(new int[] {1, 2}, pair.server.numbers(1));
            assertOpen(pair);
        }
    }

    @Test
    void shouldWorkTheSameWhenNumberingStartsNearAWrap() {
        for (final long first : new long[] {(1L << 24) - 100, (1L << 32) - 100, 1L << 63, (1L << 63) - 100}) {
            try (SessionPair pair = new SessionPair(SEED)) {
                pair.firstToClient = first;
                pair.firstToServer = first;
                pair.establish().link(LinkConditions.CLEAN.lossPercent(10).delayMs(30));
                for (int number = 0; number < 200; number++) {
                    offer(pair.client, Channel.GAMEPLAY, number, 30);
                    offer(pair.server, Channel.EVENTS, number, 30);
                    pair.play(50 * MS, 20, 100);
                }
                pair.play(3 * SECOND, 20, 100);

                assertArrayEquals(IntStream.range(0, 200).toArray(), pair.server.numbers(1));
                assertEquals(200, pair.client.messages[2].size());
                assertOpen(pair);
            }
        }
    }

    @Test
    void shouldDeliverOnceInOrderWhenMessageIdsWrapThreeTimes() {
        final SessionConfig fast = SessionPair.SERVER.withRates(ReceiveRates.SERVER, new SendRates(4 << 10, 10 << 20));
        try (SessionPair pair = new SessionPair(SEED, fast, SessionPair.CLIENT)) {
            pair.terms = new SessionTerms(60, 60, 60, 10 << 20, 1 << 22, 900);
            pair.establish().link(LinkConditions.CLEAN.lossPercent(1).delayMs(1));
            final Endpoint server = pair.server;
            final int total = 3 * 65_536 + 100;
            int number = 0;
            for (int step = 0; step < 20_000 && pair.client.messages[1].size() < total; step++) {
                SendResult result = SendResult.TAKEN;
                while (number < total && result == SendResult.TAKEN) {
                    final long from = server.write(number, 4);
                    result = server.sessions.send(server.cid, Channel.GAMEPLAY, server.memory, from, 4, 0);
                    number += result == SendResult.TAKEN ? 1 : 0;
                }
                pair.step(2 * MS);
            }

            assertArrayEquals(IntStream.range(0, total).toArray(), pair.client.numbers(1));
        }
    }

    @Test
    void shouldLoseNothingWhenKeysRotateEvery1000PacketsUnderLoss() {
        try (SessionPair pair = new SessionPair(SEED)) {
            pair.terms = new SessionTerms(60, 60, 60, 16_384, 1_000, 900);
            pair.establish()
                    .link(LinkConditions.CLEAN.lossPercent(5).delayMs(40).jitterMs(5));
            for (int number = 0; number < 1_200; number++) {
                offer(pair.client, Channel.GAMEPLAY, number, 30);
                offer(pair.server, Channel.GAMEPLAY, number, 30);
                pair.play(100 * MS, 60, 100);
            }
            pair.play(2 * SECOND, 60, 100);

            assertArrayEquals(IntStream.range(0, 1_200).toArray(), pair.server.numbers(1));
            assertArrayEquals(IntStream.range(0, 1_200).toArray(), pair.client.numbers(1));
            assertTrue(pair.client.count(Counter.KEY_ROTATIONS) >= 6, "client rotations");
            assertTrue(pair.server.count(Counter.KEY_ROTATIONS) >= 3, "server rotations"); // its rate is lower
            assertEquals(0, pair.client.count(Counter.PACKETS_BAD_TAG));
            assertOpen(pair);
        }
    }

    @Test
    void shouldTellEachSnapshotsFateOnceWhenPacketsAreLost() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(20).delayMs(40));
            pair.play(30 * SECOND, 20, 60);
            pair.link(LinkConditions.CLEAN);
            pair.play(SECOND, 20, 60);

            assertEquals(620, pair.server.acked.size() + pair.server.lost.size(), 3);
            assertEquals(
                    pair.server.acked.size() + pair.server.lost.size(),
                    IntStream.concat(
                                    pair.server.acked.stream().mapToInt(id -> id),
                                    pair.server.lost.stream().mapToInt(id -> id))
                            .distinct()
                            .count());
            assertEquals(0.2 * 600, pair.server.lost.size(), 60);
        }
    }

    @Test
    void shouldDeliverBulkAndStillSendSnapshotsWhenThePathIsNarrow() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            for (int number = 0; number < 10; number++) {
                offer(pair.server, Channel.BULK, number, 16_000);
            }
            pair.play(15 * SECOND, 20, 300);

            assertArrayEquals(IntStream.range(0, 10).toArray(), pair.client.numbers(5));
            assertTrue(pair.client.frames > 280, "snapshots " + pair.client.frames);
        }
    }

    @Test
    void shouldPackWorldBlocksWhenTheyShrink() {
        try (SessionPair pair = new SessionPair(SEED).establish();
                BlockPacker unpacker = new BlockPacker()) {
            final Endpoint server = pair.server;
            final long at = server.write(MessageType.WORLD_BLOCK.id(), 16_000);
            WorldBlock.write(server.memory, at + 2, 1, 15_984, 0, 0);
            server.sessions.send(server.cid, Channel.BULK, server.memory, at, 16_000, 0);
            pair.run(2 * SECOND);

            final MemorySegment message = MemorySegment.ofArray(pair.client.messages[5].get(0));
            assertTrue(message.byteSize() < 1_000, "packed to " + message.byteSize());
            assertEquals(15_984, unpacker.unpack(message, 2, (int) message.byteSize() - 2));
            assertEquals(
                    -1,
                    unpacker.memory()
                            .asSlice(unpacker.blockAt(), 15_984)
                            .mismatch(server.memory.asSlice(at + 16, 15_984)));
        }
    }

    @Test
    void shouldHoldMessagesBackWhenTheJournalIsBehind() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            final Endpoint server = pair.server;
            server.sessions.send(server.cid, Channel.GAMEPLAY, server.memory, server.write(1, 20), 20, 7);
            offer(server, Channel.GAMEPLAY, 2, 20);
            offer(server, Channel.EVENTS, 3, 20);
            pair.play(SECOND, 20, 100);
            assertArrayEquals(new int[0], pair.client.numbers(1));
            assertArrayEquals(new int[] {3}, pair.client.numbers(2));

            server.sessions.durable(6);
            pair.play(SECOND, 20, 100);
            assertArrayEquals(new int[0], pair.client.numbers(1));

            server.sessions.durable(7);
            pair.run(SECOND);
            assertArrayEquals(new int[] {1, 2}, pair.client.numbers(1));
        }
    }

    @Test
    void shouldFollowThePeerWhenItsAddressChanges() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.delayMs(30));
            for (int port = 0; port < 20; port++) {
                io.tos.engine.net.PeerAddress.setIpv4(
                        pair.client.memory, 4_096, 0x0A000010 + (port & 1), 41_000 + port);
                pair.client.transport.rebind(pair.client.memory, 4_096);
                offer(pair.server, Channel.GAMEPLAY, port, 50);
                pair.play(5 * SECOND, 20, 100);
            }

            assertOpen(pair);
            assertEquals(20, pair.server.count(Counter.PATHS_MOVED));
            assertArrayEquals(IntStream.range(0, 20).toArray(), pair.client.numbers(1));
        }
    }

    @Test
    void shouldNotTimeOutWhenThePathIsDarkForFiveSecondsOfSeven() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.delayMs(20).blackhole(5_000, 2_000));
            for (int number = 0; number < 20; number++) {
                offer(pair.client, Channel.GAMEPLAY, number, 50);
                pair.play(5 * SECOND, 20, 100);
            }
            assertOpen(pair);
            pair.link(LinkConditions.CLEAN);
            pair.play(3 * SECOND, 20, 100);
            assertArrayEquals(IntStream.range(0, 20).toArray(), pair.server.numbers(1));
        }
    }

    @Test
    void shouldEndOnBothSidesAndFreeTheSlotsWhenOneCloses() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(40).delayMs(20));
            pair.server.sessions.close(pair.server.cid, CloseReason.KICKED, pair.nowNs);
            pair.run(5 * SECOND);

            assertEquals(java.util.List.of(CloseReason.KICKED.code()), pair.server.closeCodes);
            assertEquals(java.util.List.of(CloseReason.KICKED.code()), pair.client.closeCodes);
            assertEquals(0, pair.server.sessions.usedCount());
            assertEquals(0, pair.client.sessions.usedCount());
        }
    }

    @Test
    void shouldTimeOutWhenThePeerIsSilentForTenSeconds() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(100));
            pair.run(9 * SECOND);
            assertOpen(pair);
            pair.run(2 * SECOND);

            assertEquals(java.util.List.of(CloseReason.TIMEOUT.code()), pair.server.closeCodes);
            assertEquals(0, pair.server.sessions.usedCount());
            assertEquals(0, pair.server.sessions.heldBytes());
        }
    }

    @Test
    void shouldKeepTheSlotForTheHandshakeUntilItIsGivenBack() {
        try (SessionPair pair = new SessionPair(SEED)) {
            final int cid = pair.server.sessions.reserve(pair.nowNs);
            pair.run(6 * SECOND);
            final byte stateAfterSixSeconds = pair.server.sessions.state(cid);
            pair.server.sessions.release(cid);

            assertEquals(SessionState.RESERVED, stateAfterSixSeconds);
            assertEquals(SessionState.FREE, pair.server.sessions.state(cid));
            assertEquals(0, pair.server.sessions.usedCount());
        }
    }

    @Test
    void shouldOfferMessagesAgainWhenTheTickHadNoRoom() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.server.hasRoom = false;
            for (int number = 0; number < 20; number++) {
                offer(pair.client, Channel.GAMEPLAY, number, number == 5 ? 5_000 : 50);
                offer(pair.client, Channel.EVENTS, number, number == 7 ? 5_000 : 50);
            }
            pair.play(2 * SECOND, 20, 100);
            assertEquals(0, pair.server.messages[1].size());

            pair.server.hasRoom = true;
            pair.play(3 * SECOND, 20, 100);

            assertArrayEquals(IntStream.range(0, 20).toArray(), pair.server.numbers(1));
            assertEquals(20, IntStream.of(pair.server.numbers(2)).distinct().count());
            assertEquals(20, pair.server.messages[2].size());
        }
    }
}
