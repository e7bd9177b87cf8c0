package io.tos.engine.server;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.HistogramCells;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * What a run of the server measured. Rates, tick times, CPU and allocation are of the time since an operator's mark; where
 * none came, the first half is warm-up and they are of the second. Datagrams and drops are of the whole run, unless they
 * are called measured. Any thread.
 */
final class RunReport {
    private final GameServer server;
    private final NanoClock clock;
    private final AllocationMeter meter;
    private final CpuMeter cpu;
    private final long startNs;
    private boolean isMarked;
    private long warmNs;
    private long warmTicks;
    private long warmIn;
    private long warmOut;
    private long warmPlayerTicks;
    private long warmSnapshots;
    private long warmBytesOut;
    private HistogramCells warmCells;

    RunReport(final GameServer server, final NanoClock clock) {
        this.server = server;
        this.clock = clock;
        this.meter = new AllocationMeter(server.gamePathThreads());
        this.cpu = new CpuMeter(server.gamePathThreads());
        this.startNs = clock.nanoTime();
        this.warmNs = startNs;
        this.warmCells = server.tickDurations().cells();
    }

    /** The first half is over. */
    synchronized void onWarm() {
        if (!isMarked) {
            begin();
        }
    }

    /** An operator says: what is measured from here on counts. */
    synchronized void mark() {
        isMarked = true;
        begin();
    }

    private void begin() {
        meter.mark();
        cpu.mark();
        warmIn = server.count(Counter.DATAGRAMS_IN);
        warmOut = server.count(Counter.DATAGRAMS_OUT);
        warmPlayerTicks = server.count(Counter.PLAYER_TICKS);
        warmSnapshots = server.count(Counter.SNAPSHOTS_OUT);
        warmBytesOut = server.count(Counter.BYTES_OUT);
        warmNs = clock.nanoTime();
        warmTicks = server.count(Counter.TICKS);
        warmCells = server.tickDurations().cells();
    }

    /** The figures, in the order a reader wants them. */
    synchronized Map<String, Object> figures() {
        final long allocatedBytes = meter.allocatedBytes();
        final long ticks = server.count(Counter.TICKS) - warmTicks;
        final HistogramCells durations = server.tickDurations().cells().since(warmCells);
        final double seconds = (clock.nanoTime() - warmNs) / 1e9;
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("transport", server.transport());
        figures.put("transportReason", server.transportReason());
        figures.put("port", server.port());
        figures.put("tickRateHz", hundredths(ticks / seconds));
        figures.put("tickP50Us", durations.percentile(50) / 1_000);
        figures.put("tickP99Us", durations.percentile(99) / 1_000);
        putPlayers(figures, ticks, seconds);
        figures.put("overruns", server.count(Counter.TICK_OVERRUNS));
        figures.put("ticksSkipped", server.count(Counter.TICKS_SKIPPED));
        figures.put("datagramsIn", server.count(Counter.DATAGRAMS_IN));
        figures.put("datagramsOut", server.count(Counter.DATAGRAMS_OUT));
        figures.put("systemCalls", server.count(Counter.SYSTEM_CALLS));
        figures.put("sessionsOpened", server.count(Counter.SESSIONS_OPENED));
        figures.put("sessionsClosed", server.count(Counter.SESSIONS_CLOSED));
        figures.put("kernelDrops", server.count(Counter.KERNEL_DROPS));
        figures.put("appDrops", appDrops());
        putMeasured(figures, seconds);
        figures.put("allocatedBytesPerTick", ticks == 0 ? 0 : allocatedBytes / ticks);
        figures.put("warmSeconds", Math.round((warmNs - startNs) / 1e7) / 100.0);
        return figures;
    }

    /** Players are the mean; how many others each sees is of this moment. */
    private void putPlayers(final Map<String, Object> figures, final long ticks, final double seconds) {
        final double players = ticks == 0 ? 0 : (double) (server.count(Counter.PLAYER_TICKS) - warmPlayerTicks) / ticks;
        final long bytes = server.count(Counter.BYTES_OUT) - warmBytesOut;
        final long viewers = server.count(Counter.VIEWERS);
        figures.put("players", hundredths(players));
        figures.put("snapshotsOut", server.count(Counter.SNAPSHOTS_OUT) - warmSnapshots);
        figures.put("bytesPerPlayerPerSecond", players == 0 ? 0 : hundredths(bytes / players / seconds));
        figures.put(
                "meanVisible", viewers == 0 ? 0 : hundredths((double) server.count(Counter.VISIBLE_PAIRS) / viewers));
    }

    private static double hundredths(final double value) {
        return Math.round(100 * value) / 100.0;
    }

    /** A packet pair is a datagram in and a datagram out. */
    private void putMeasured(final Map<String, Object> figures, final double seconds) {
        final long in = server.count(Counter.DATAGRAMS_IN) - warmIn;
        final long out = server.count(Counter.DATAGRAMS_OUT) - warmOut;
        final long pairs = (in + out) / 2;
        figures.put("measuredSeconds", hundredths(seconds));
        figures.put("measuredDatagramsIn", in);
        figures.put("measuredDatagramsOut", out);
        figures.put("cpuCores", Math.round(cpu.processNs() / seconds / 1e7) / 100.0);
        figures.put("cpuNsPerPacketPair", perPair(cpu.processNs(), pairs));
        figures.put("networkThreadNsPerPacketPair", perPair(cpu.networkNs(), pairs));
        figures.put("tickThreadNsPerPacketPair", perPair(cpu.tickNs(), pairs));
    }

    private static long perPair(final long ns, final long pairs) {
        return pairs == 0 ? 0 : ns / pairs;
    }

    private long appDrops() {
        return server.count(Counter.INBOUND_NO_SLAB)
                + server.count(Counter.OUTBOUND_NO_SLAB)
                + server.count(Counter.SNAPSHOTS_NO_ROOM)
                + server.count(Counter.SEND_NO_SLOT);
    }
}
