package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.OwnMotion;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Clock, sender and prediction against {@link ModelGame} over a line with delay, jitter and loss; simulated time. */
final class PredictionSimTest {
    private static final long MS = 1_000_000L;
    private static final int SNAPSHOT_TICKS = 3;
    private static final int STAMINA_MAX = 350;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(Long.getLong("fuzz.seed", 17L));
    private final InputClock clock = new InputClock(2);
    private final InputSender sender = new InputSender(20);
    private final Prediction prediction = new Prediction();
    private final InputFrame frame = new InputFrame();
    private final Wish wish = new Wish();
    private final PriorityQueue<Arrival> line = new PriorityQueue<>(Comparator.comparingLong(Arrival::atNs));
    private final ModelGame game = new ModelGame(1_000);
    private long nowNs;
    private long tickNs;
    private int newestShown;
    private int aheadMax;
    private long tickLengthNs = InputClock.TICK_NS;
    private int oneWayMs;
    private int jitterMs;
    private int lossPercent;

    /** What arrives when: a frame at the server, or news at the client. */
    private record Arrival(long atNs, Runnable what) {}

    private void send(final Runnable what) {
        if (random.nextInt(100) >= lossPercent) {
            final long jitterNs = jitterMs == 0 ? 0 : random.nextLong(jitterMs * MS);
            line.add(new Arrival(nowNs + oneWayMs * MS + jitterNs, what));
        }
    }

    /** The client hears that the world is at this tick. */
    private void join(final int tick) {
        prediction.leave();
        prediction.enter(ModelGame.TERRAIN);
        clock.start(tick, 2L * oneWayMs * MS, nowNs);
        begin();
    }

    private void begin() {
        sender.restart(clock.advance(nowNs));
        prediction.restart(clock.advance(nowNs));
    }

    /** Plays; the walk turns every 40 ticks, jumps now and then and sprints at times. */
    private void play(final int seconds) {
        final long endNs = nowNs + seconds * 1_000L * MS;
        while (nowNs < endNs) {
            nowNs += MS;
            while (!line.isEmpty() && line.peek().atNs() <= nowNs) {
                line.poll().what().run();
            }
            if (nowNs >= tickNs) {
                tickNs += tickLengthNs;
                game.step();
                if (game.tick % SNAPSHOT_TICKS == 0) {
                    sendSnapshot();
                }
            }
            client();
        }
    }

    private void client() {
        final int tick = clock.advance(nowNs);
        while (tick - sender.newestTick() > 0) {
            final int of = sender.newestTick() + 1;
            final int leg = of / 40;
            wish.aim = (leg * 1_201) & 0xFFF;
            wish.directionX = (leg * 37) % 255 - 127;
            wish.directionY = (leg * 91) % 255 - 127;
            wish.buttons = (of % 90 < 5 ? InputFrame.BUTTON_JUMP : 0) | (leg % 3 == 0 ? InputFrame.BUTTON_SPRINT : 0);
            sender.add(wish);
            prediction.add(wish);
        }
        if (sender.isDue()) {
            final MemorySegment memory = MemorySegment.ofArray(new byte[InputFrame.LENGTH_MAX]);
            final int length = sender.write(frame, memory, 0, 1, 0);
            send(() -> {
                game.onFrame(memory, length);
                aheadMax = Math.max(aheadMax, game.frame.newestTick() - game.tick);
            });
        }
    }

    private void sendSnapshot() {
        final OwnMotion motion = new OwnMotion();
        final MemorySegment bytes = MemorySegment.ofArray(new byte[OwnMotion.LENGTH_MAX]);
        game.motion().write(bytes, 0);
        motion.read(bytes, 0, OwnMotion.LENGTH_MAX);
        final int consumed = game.consumed;
        final int leadQ8 = game.leadQ8;
        final int shownTick = game.tick;
        send(() -> {
            prediction.onMotion(motion, STAMINA_MAX, consumed);
            if (shownTick <= newestShown) {
                return;
            }
            newestShown = shownTick;
            if (clock.onSnapshot(shownTick, leadQ8, consumed, nowNs) && !sender.isKept(clock.advance(nowNs))) {
                begin();
            }
        });
    }

    @Test
    void shouldPredictEveryBitWhenNothingIsLost() {
        oneWayMs = 100;
        join(game.tick);
        play(5);
        final long before = prediction.corrections();
        play(60);

        assertEquals(before, prediction.corrections());
        assertTrue(prediction.agreed() > 1_100, "agreed " + prediction.agreed());
    }

    @Test
    void shouldNeedNoHardCorrectionAt200MsAndTwoPercentLoss() {
        oneWayMs = 100;
        jitterMs = 8;
        lossPercent = 2;
        join(game.tick);
        play(120);

        System.out.println("agreed " + prediction.agreed() + ", corrected " + prediction.corrections() + ", largest "
                + prediction.largestCorrection() * 100 / 65_536 + " cm, missing " + game.missing);
        assertEquals(0, prediction.hardCorrections());
        assertTrue(prediction.agreed() > 10 * prediction.corrections(), "corrected " + prediction.corrections());
        assertTrue(game.missing > 0, "the line lost nothing that mattered");
    }

    @Test
    void shouldSendNothingFarAheadWhenTheServerIsSlow() {
        oneWayMs = 50;
        jitterMs = 20;
        join(game.tick);
        play(3);
        for (final int hz : new int[] {30, 10, 60, 25, 45}) {
            tickLengthNs = 1_000 * MS / hz;
            play(2);
            aheadMax = 0;
            play(10);
            assertTrue(aheadMax <= 32, "at " + hz + " ticks a second up to " + aheadMax + " ahead");
        }
        tickLengthNs = InputClock.TICK_NS;
        play(5);
        final long before = prediction.agreed();
        play(10);

        assertTrue(prediction.agreed() > before + 180, "agreed " + (prediction.agreed() - before));
    }

    @Test
    void shouldJumpOnceWhenTheWorldIsASecondAheadOfWhatWasTold() {
        assertJumpsToTheLead(game.tick - 60);
    }

    @Test
    void shouldJumpOnceWhenTheWorldIsFarBehindWhatWasTold() {
        assertJumpsToTheLead(game.tick + 200);
    }

    private void assertJumpsToTheLead(final int told) {
        oneWayMs = 20;
        join(told);
        play(6);

        assertEquals(1, clock.snaps());
        assertEquals(2 * 256 + 2 * clock.jitterQ8(), clock.smoothedLeadQ8(), 300);
        final long before = prediction.agreed();
        play(1);
        assertTrue(prediction.agreed() >= before + 19, "agreed " + prediction.agreed());
    }
}
