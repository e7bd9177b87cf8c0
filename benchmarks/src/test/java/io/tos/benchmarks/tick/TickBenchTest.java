package io.tos.benchmarks.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.benchmarks.tick.TickBench.Plan;
import io.tos.benchmarks.tick.TickBench.Result;
import io.tos.engine.content.Area;
import io.tos.engine.content.Ground;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the measurement in small: its figures are there, agree with each other, and are the same each time. */
final class TickBenchTest {
    private static final Area BOUNDS = new Area(0, 0, 50_000, 50_000);
    private static final MapContent MAP = new MapContent(
            1,
            "small",
            "Small",
            BOUNDS,
            400,
            new Ground(50_000, List.of("0 0", "0 0")),
            List.of(),
            List.of(),
            List.of(new SpawnArea("start", SpawnArea.Kind.PLAYER, BOUNDS, 0)),
            List.of());

    @Test
    void shouldGiveTheSameFiguresFromTheSameSeed() {
        final Plan plan = new Plan(100, 200, 20, 16_384, 5, 60, 120, 0, 3);

        final Result first = TickBench.run(MAP, plan);
        final Result second = TickBench.run(MAP, plan);

        assertEquals(
                first.figures().get("bytesPerPlayerPerSecond"), second.figures().get("bytesPerPlayerPerSecond"));
        assertEquals(first.figures().get("meanVisible"), second.figures().get("meanVisible"));
        assertTrue(first.figures().getOrDefault("meanVisible", Double.NaN) > 20, first.figures()::toString);
        assertTrue(
                first.figures().getOrDefault("savedAgainstAllInSightInFull", Double.NaN) > 0.5,
                first.figures()::toString);
        assertTrue(first.figures().getOrDefault("partsLostShare", Double.NaN) > 0, first.figures()::toString);
        assertEquals(
                List.of("fates and inputs", "systems", "history", "interest", "parts", "tick"),
                List.copyOf(first.steps().keySet()));
    }
}
