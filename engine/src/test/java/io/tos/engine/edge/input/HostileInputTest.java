package io.tos.engine.edge.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.edge.Post;
import io.tos.engine.edge.WorldsRig;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cheaters send: the world never moves wrongly, it is counted, and who goes on with it is put out. */
final class HostileInputTest {
    private static final int RUN = Fixed.cmPerSecond(500);
    private static final int SPRINT = Fixed.cmPerSecond(800);

    private final WorldsRig rig = new WorldsRig(7, "bench_plain");
    private int honest;
    private int cheater;

    @BeforeEach
    void join() {
        honest = rig.join(1);
        cheater = rig.join(2);
        rig.place(honest, Fixed.cm(100_000), Fixed.cm(100_000));
        rig.place(cheater, Fixed.cm(100_000), Fixed.cm(110_000));
        rig.run(1);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** 72 input ticks a second: what used to be a speed hack gains not one step. */
    @Test
    void shouldGoNoFasterWhenInputsComeForMoreTicksThanPass() {
        long claimed = rig.tick + 1;
        final int from = rig.x(cheater);
        final int start = rig.x(honest);
        for (int tick = 0; tick < 120; tick++) {
            rig.input(honest, rig.tick + 1, 127, 0, 0);
            final int count = tick % 5 == 0 ? 2 : 1;
            for (int index = 0; index < count; index++) {
                rig.input(cheater, claimed++, 127, 0, 0);
            }
            rig.run(1);
        }
        assertEquals(120 * RUN, rig.x(honest) - start);
        assertEquals(120 * RUN, rig.x(cheater) - from);
    }

    /** The same for long: once too far ahead, inputs are dropped and counted, the player is suspected, and gains nothing. */
    @Test
    void shouldSuspectThePlayerAndDropItsInputsWhenItKeepsClaimingTicksFarAhead() {
        final int from = rig.x(cheater);
        long claimed = rig.tick + 1;
        for (int tick = 1; tick <= 1_200; tick++) {
            rig.input(cheater, claimed, 127, 0, 0);
            claimed += tick % 5 == 0 ? 2 : 1;
            rig.run(1);
            assertTrue(rig.x(cheater) - from <= tick * RUN, "tick " + tick);
        }
        assertTrue(rig.count(Counter.INPUTS_AHEAD) >= 120);
        assertEquals(1, rig.count(Counter.PLAYERS_SUSPECTED));
        assertEquals(List.of(), rig.post.ends, "a late server must not put honest players out");
    }

    /** Forged tick numbers: nothing is stored, nothing moves. */
    @Test
    void shouldStandStillWhenTicksAreForged() {
        final int from = rig.x(cheater);
        for (final long forged : new long[] {-1, -100, 34, 1_000, 1 << 20, Integer.MAX_VALUE, -(1L << 31)}) {
            rig.input(cheater, rig.tick + forged, 127, 0, 0);
        }
        rig.run(1);
        assertEquals(from, rig.x(cheater));
    }

    /** 200 inputs in one tick: one step, and those for later ticks in theirs. */
    @Test
    void shouldStepOnceWhenTwoHundredInputsComeInATick() {
        final int from = rig.x(cheater);
        for (int index = 0; index < 200; index++) {
            rig.input(cheater, rig.tick + 1 + index % 40, 127, 0, 1);
        }
        rig.run(1);
        assertEquals(SPRINT, rig.x(cheater) - from);
        rig.run(9);
        assertEquals(10 * SPRINT, rig.x(cheater) - from);
    }

    /** A stall neither freezes nor gives distance: what was missed is made up for, and no step more. */
    @Test
    void shouldEndWhereAnHonestPlayerEndsWhenInputsComeAfterAStall() {
        final int from = rig.x(cheater);
        final int start = rig.x(honest);
        for (int tick = 0; tick < 30; tick++) {
            rig.input(honest, rig.tick + 1, 127, 0, 0);
            if (tick < 10 || tick >= 15) {
                rig.frame.clear((int) rig.tick + 1, rig.epoch(cheater), 0);
                for (int index = 0; index < Math.min(8, tick + 1); index++) {
                    rig.frame.add(127, 0, 0, 0);
                }
                rig.send(cheater);
            }
            rig.run(1);
            assertTrue(rig.x(cheater) - from <= rig.x(honest) - start);
        }
        assertEquals(30 * RUN, rig.x(honest) - start);
        assertEquals(30 * RUN, rig.x(cheater) - from);
        assertEquals(5, rig.count(Counter.INPUTS_MADE_UP));
    }

    /** Stalling on purpose, again and again, gains nothing either. */
    @Test
    void shouldGainNothingWhenThePlayerStallsOnPurpose() {
        final int from = rig.x(cheater);
        final int start = rig.x(honest);
        for (int tick = 0; tick < 240; tick++) {
            rig.input(honest, rig.tick + 1, 127, 0, 0);
            if (tick % 9 == 8) {
                rig.frame.clear((int) rig.tick + 1, rig.epoch(cheater), 0);
                for (int index = 0; index < 9; index++) {
                    rig.frame.add(127, 0, 0, 0);
                }
                rig.send(cheater);
            }
            rig.run(1);
            assertTrue(rig.x(cheater) - from <= rig.x(honest) - start, "tick " + tick);
        }
    }

    /** View ticks out of range: the shot is aimed at a world the line explains, at most 15 ticks old. */
    @Test
    void shouldRewindNoFurtherThanTheLineExplainsWhenAViewIsClaimed() {
        rig.worlds.onPath(cheater, 50_000, 1_000, 20_000);
        // Round trip 3 ticks, two snapshots 6, two ticks granted.
        assertEquals(10, rewind(10 * 16));
        assertEquals(11, rewind(11 * 16));
        assertEquals(0, rig.count(Counter.VIEWS_CLAMPED));
        assertEquals(9, rewind(11 * 16 + 1), "the server's own estimate");
        assertEquals(9, rewind(65_535));
        assertEquals(2, rig.count(Counter.VIEWS_CLAMPED));
        rig.worlds.onPath(cheater, 2_000_000, 500_000, 20_000);
        assertEquals(15, rewind(100 * 16), "never more than 250 ms");
        assertEquals(0, rig.post.ends.size());
        assertEquals(2, rig.count(Counter.INPUT_SUSPICIONS), "two claims of more than 64 ticks");
    }

    /** Row 42: bytes that are no input end the session and change nothing. */
    @Test
    void shouldEndTheSessionWhenAnInputIsNotInItsOneLegalForm() {
        final Arena arena = Arena.ofAuto();
        final MemorySegment body = arena.allocate(InputFrame.LENGTH_MAX);
        rig.frame.clear((int) rig.tick + 1, rig.epoch(cheater), 0);
        rig.frame.add(127, 0, 0, 0);
        final int length = rig.frame.write(body, 0);
        body.set(ValueLayout.JAVA_BYTE, 8, Byte.MIN_VALUE);

        rig.worlds.onInput(cheater, body, 0, length);

        assertEquals(List.of(new Post.End(cheater, CloseReason.PROTOCOL)), rig.post.ends);
        assertEquals(1, rig.mapOf(honest).players());
    }

    @Test
    void shouldKeepTheWorldWholeWhenFramesAreRandom() {
        final long seed = Long.getLong("seed", 20_261_122L);
        System.out.println("HostileInputTest seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final MemorySegment body = Arena.ofAuto().allocate(128);
        for (int tick = 0; tick < 300; tick++) {
            for (int frames = random.nextInt(20); frames > 0; frames--) {
                for (int index = 0; index < 128; index++) {
                    body.set(ValueLayout.JAVA_BYTE, index, (byte) random.nextInt());
                }
                body.set(ValueLayout.JAVA_INT_UNALIGNED, 0, (int) rig.tick + random.nextInt(90) - 45);
                body.set(ValueLayout.JAVA_BYTE, 7, (byte) 1);
                rig.worlds.onInput(cheater, body, 0, 13);
            }
            final int from = rig.x(honest);
            rig.input(honest, rig.tick + 1, 0, 0, 0);
            rig.run(1);
            assertEquals(from, rig.x(honest), "seed " + seed + ", tick " + tick);
            if (!rig.post.ends.isEmpty()) {
                rig.post.ends.clear();
                rig.worlds.onClosed(cheater, 0);
                rig.join(2);
            }
        }
    }

    private int rewind(final int viewAge) {
        rig.frame.clear((int) rig.tick + 1, rig.epoch(cheater), viewAge);
        rig.frame.add(0, 0, 0, 0);
        rig.send(cheater);
        rig.run(1);
        final long avatar = rig.avatar(cheater);
        final var world = rig.mapOf(cheater).world();
        return Intent.REWIND.get(world.memory(), world.baseOf(avatar), EntityId.row(avatar));
    }
}
