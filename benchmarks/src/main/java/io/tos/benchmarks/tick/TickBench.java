package io.tos.benchmarks.tick;

import com.sun.management.ThreadMXBean;
import io.tos.engine.content.MapContent;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.edge.replication.ReplicationConfig;
import io.tos.engine.edge.replication.Replicator;
import io.tos.engine.game.interest.Concealment;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.SnapshotWriter;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.HistogramCells;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs ticks one after the other on this thread, as fast as they go, and measures what the tick agent does between the first
 * message and the last part.
 */
final class TickBench {
    /** Packet head and tag. */
    static final int PACKET_BYTES = 24;

    /** Flags, an ack section without loss, head of the frame. */
    static final int FRAME_BYTES = 1 + 4 + 3;

    private static final String[] NAMES = {"fates and inputs", "systems", "history", "interest", "parts"};
    private static final int TICKS_PER_SECOND = 60;
    private static final int RECORD_FULL_BYTES = SnapshotWriter.RECORD_HEAD_BYTES + EntityRecord.LENGTH_MAX;

    private final TickWorld field;
    private final Replicator replicator;
    private final FateRoad road;
    private final Counters counters;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long tick;
    private long allocatedBytes;
    private long pairTicks;

    private TickBench(
            final TickWorld field, final Replicator replicator, final FateRoad road, final Counters counters) {
        this.field = field;
        this.replicator = replicator;
        this.road = road;
        this.counters = counters;
    }

    /** Measures a plan on a map. */
    static Result run(final MapContent map, final Plan plan) {
        final Region region = Region.shared("counters", Counters.BLOCK_BYTES, 64);
        final Counters counters = new Counters(region.memory(), 0);
        final ReplicationConfig config = new ReplicationConfig(plan.players(), plan.bytesPerSecond(), Concealment.NONE);
        try (region;
                TickWorld field = new TickWorld(map, plan);
                Replicator replicator = new Replicator(field.world(), field.grid(), config, counters);
                FateRoad road = new FateRoad(plan.players(), plan.lossPercent())) {
            return new TickBench(field, replicator, road, counters).run(plan);
        }
    }

    private Result run(final Plan plan) {
        for (int player = 0; player < plan.players(); player++) {
            replicator.join(player, field.player(player), 1, plan.snapshotHz());
        }
        run(new Steps(plan.warmUpTicks(), NAMES), plan.warmUpTicks());
        final Steps steps = new Steps(plan.ticks(), NAMES);
        final Map<Counter, Long> before = counted();
        final Schedule schedule = field.schedule();
        final long[] systemsNs = new long[schedule.stepCount()];
        Arrays.setAll(systemsNs, schedule::totalNs);
        final long parts = road.parts();
        final long bytes = road.bytes();
        final HistogramCells stale = replicator.staleness().cells();
        pairTicks = 0;
        allocatedBytes = 0;
        run(steps, plan.ticks());
        final Map<Counter, Long> counts = counted();
        counts.replaceAll((counter, value) -> value - count(before, counter));
        final Map<String, Double> systems = new TreeMap<>();
        for (int step = 0; step < systemsNs.length; step++) {
            systems.put(schedule.stepName(step), (schedule.totalNs(step) - systemsNs[step]) / 1e3 / plan.ticks());
        }
        final Map<String, Double> figures = figures(plan, counts, new long[] {
            road.parts() - parts,
            road.bytes() - bytes,
            replicator.staleness().cells().since(stale).percentile(99)
        });
        return new Result(plan, steps.rows(), systems, figures);
    }

    private void run(final Steps steps, final int ticks) {
        for (int count = 0; count < ticks; count++) {
            tick++;
            field.decide();
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            steps.begin();
            road.deliverFates(replicator, tick);
            field.applyInputs(tick);
            steps.took();
            field.schedule().run(field.world(), tick);
            steps.took();
            replicator.observe(tick);
            steps.took();
            replicator.look(tick);
            steps.took();
            replicator.tell(tick, road);
            steps.took();
            allocatedBytes += threads.getCurrentThreadAllocatedBytes() - beforeBytes;
            pairTicks += replicator.visiblePairs();
        }
    }

    private static long count(final Map<Counter, Long> counts, final Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    private Map<String, Double> figures(final Plan plan, final Map<Counter, Long> counts, final long[] sums) {
        final double seconds = (double) plan.ticks() / TICKS_PER_SECOND;
        final double playerSeconds = seconds * plan.players();
        final long parts = sums[0];
        final long records = count(counts, Counter.RECORDS_FULL) + count(counts, Counter.RECORDS_DELTA);
        final double meanVisible = (double) pairTicks / plan.ticks() / plan.players();
        final long overhead = parts * (PACKET_BYTES + FRAME_BYTES);
        final long total = sums[1] + overhead;
        final long withoutRecords = total - count(counts, Counter.RECORD_BYTES);
        final Map<String, Double> figures = new TreeMap<>();
        figures.put("meanVisible", meanVisible);
        figures.put("bytesPerPlayerPerSecond", total / playerSeconds);
        figures.put("partBytesMean", (double) sums[1] / parts);
        figures.put("recordsPerPlayerPerSecond", records / playerSeconds);
        figures.put("recordsPerTick", (double) records / plan.ticks());
        figures.put("recordsFullShare", (double) count(counts, Counter.RECORDS_FULL) / records);
        figures.put("encodingsCopiedShare", (double) count(counts, Counter.RECORDS_COPIED) / records);
        figures.put("allocatedBytesPerTick", (double) allocatedBytes / plan.ticks());
        figures.put("stalenessP99Ticks", (double) sums[2]);
        figures.put("stalenessMaxTicks", (double) replicator.staleness().maximum());
        figures.put("aliasStarved", (double) count(counts, Counter.ALIAS_STARVED));
        figures.put("recordsDeferred", (double) count(counts, Counter.RECORDS_DEFERRED));
        figures.put("partsLostShare", (double) count(counts, Counter.SNAPSHOTS_LOST) / parts);
        // Every record in full instead of as a delta, at the very same times.
        final double recordsInFull = withoutRecords
                + records * (double) RECORD_FULL_BYTES
                + count(counts, Counter.RECORDS_LEFT) * SnapshotWriter.RECORD_HEAD_BYTES;
        figures.put("savedAgainstSameRecordsInFull", 1 - total / recordsInFull);
        // Everybody in sight in full in every part, as without deltas and without rates by distance.
        final double allInFull = withoutRecords + parts * meanVisible * RECORD_FULL_BYTES;
        figures.put("savedAgainstAllInSightInFull", 1 - total / allInFull);
        return figures;
    }

    private Map<Counter, Long> counted() {
        final Map<Counter, Long> counts = new TreeMap<>();
        for (final Counter counter : Counter.values()) {
            counts.put(counter, counters.value(counter));
        }
        return counts;
    }

    /**
     * What is measured.
     *
     * @param bytesPerSecond every viewer's rate.
     * @param lossPercent of parts.
     * @param squareCm width of the square in the middle of the map that all stay in; 0 for the map's spawn area.
     */
    record Plan(
            int players,
            int creatures,
            int snapshotHz,
            int bytesPerSecond,
            int lossPercent,
            int warmUpTicks,
            int ticks,
            int squareCm,
            long seed) {}

    /**
     * What came out.
     *
     * @param steps of a tick, and "tick" for all.
     * @param systemsMeanUs of the step "systems", by the clock.
     * @param figures by name.
     */
    record Result(
            Plan plan, Map<String, Steps.Row> steps, Map<String, Double> systemsMeanUs, Map<String, Double> figures) {}
}
