package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.TestLayout.Mood;
import io.tos.engine.ecs.TestLayout.Place;
import io.tos.engine.ecs.TestLayout.Speed;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;

/** Order, declared access, timing and failure of systems. */
final class ScheduleTest {
    @Test
    void shouldRunInTheOrderOfTheListAndApplyCommandsAfterEachPhase() {
        final List<String> seen = new ArrayList<>();
        final Schedule schedule = Schedule.plan()
                .phase("one")
                .run("first", (world, tick) -> {
                    seen.add("first " + tick);
                    world.commands().spawn();
                })
                .run(
                        "second",
                        (world, tick) ->
                                seen.add("second sees " + Query.having().count(world)))
                .phase("two")
                .run(
                        "third",
                        (world, tick) -> seen.add("third sees " + Query.having().count(world)))
                .build(() -> 0);
        try (World world = TestLayout.world(10)) {
            schedule.run(world, 5);

            assertEquals(List.of("first 5", "second sees 0", "third sees 1"), seen);
            assertEquals(5, world.tick());
        }
    }

    @Test
    void shouldFlagTwoWritersOfOneComponentUnlessOrdered() {
        final Schedule unordered = Schedule.plan()
                .phase("move")
                .run("walk", (world, tick) -> {})
                .reads(Speed.ON)
                .writes(Place.ON)
                .run("push", (world, tick) -> {})
                .writes(Mood.ON, Place.ON)
                .build(() -> 0);
        final Schedule ordered = Schedule.plan()
                .phase("move")
                .run("walk", (world, tick) -> {})
                .writes(Place.ON)
                .run("push", (world, tick) -> {})
                .writes(Place.ON)
                .after("walk")
                .phase("later")
                .run("fall", (world, tick) -> {})
                .writes(Place.ON)
                .build(() -> 0);

        assertEquals(List.of("move: walk and push both write [place]"), unordered.conflicts());
        assertEquals(List.of(), ordered.conflicts());
        assertThrows(
                IllegalStateException.class,
                () -> Schedule.plan()
                        .phase("move")
                        .run("walk", (world, tick) -> {})
                        .after("push"));
    }

    @Test
    void shouldNameTheSystemThatWritesWhatItDidNotDeclare() {
        final Schedule schedule = Schedule.plan()
                .phase("move")
                .run("walk", (world, tick) -> Place.X.set(world.memory(), world.chunkBase(0), 3, 1))
                .writes(Place.ON)
                .run("sneak", (world, tick) -> Speed.X.set(world.memory(), world.chunkBase(0), 3, 1))
                .reads(Speed.ON)
                .build(() -> 0);
        try (World world = TestLayout.world(10)) {
            world.spawn();

            final var failure = assertThrows(SystemFailedException.class, () -> schedule.runAudited(world, 1));

            assertTrue(failure.toString().contains("sneak"), failure::toString);
            assertTrue(failure.toString().contains("speed"), failure::toString);
        }
    }

    @Test
    void shouldNameTheSystemThatThrewAndLeaveTheTickTorn() {
        final Schedule schedule = Schedule.plan()
                .phase("move")
                .run("stumble", (world, tick) -> {
                    throw new IllegalStateException("ouch");
                })
                .build(() -> 0);
        try (World world = TestLayout.world(10)) {
            final var failure = assertThrows(SystemFailedException.class, () -> schedule.run(world, 8));

            assertEquals("stumble", failure.system());
            assertEquals(8, world.header().tickBegun());
            assertEquals(0, world.tick());
        }
    }

    @Test
    void shouldTimeEachSystem() {
        final StepClock clock = new StepClock();
        final Schedule schedule = Schedule.plan()
                .phase("move")
                .run("slow", (world, tick) -> clock.nowNs += 700 * tick)
                .run("fast", (world, tick) -> clock.nowNs += 30)
                .build(clock);
        try (World world = TestLayout.world(10)) {
            schedule.run(world, 2);
            schedule.run(world, 1);

            assertEquals(3, schedule.stepCount());
            assertEquals("slow", schedule.stepName(0));
            assertEquals(700, schedule.lastNs(0));
            assertEquals(1_400, schedule.worstNs(0));
            assertEquals(2_100, schedule.totalNs(0));
            assertEquals(60, schedule.totalNs(1));
            assertEquals("move commands", schedule.stepName(2));
            assertEquals(0, schedule.totalNs(2));
        }
    }

    /** Moves when told. */
    private static final class StepClock implements NanoClock {
        private long nowNs;

        @Override
        public long nanoTime() {
            return nowNs;
        }
    }
}
