package io.tos.tools.top;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Figures;
import io.tos.engine.telemetry.HistogramCells;
import io.tos.engine.telemetry.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One view of a server's last second, from two readings: at most 24 lines of 80 columns. */
final class TopScreen {
    static final int LINES_MAX = 24;
    static final int COLUMNS_MAX = 80;

    private static final int SYSTEMS_MAX = 6;
    private static final int BARS = 32;
    private static final double BUDGET_SHARE = 0.8;
    private static final double MILLI = 1e3;
    private static final double MEGA = 1e6;
    private static final Pattern SYSTEM =
            Pattern.compile(Pattern.quote(Series.SYSTEM_TIME.metric()) + "\\{map=\"(.*)\",system=\"(.*)\"\\}");

    private final boolean coloured;

    TopScreen(final boolean coloured) {
        this.coloured = coloured;
    }

    /** A system and the share of a core it took. */
    private record Load(String name, double share) {}

    /**
     * The view.
     *
     * @param seconds between the readings.
     */
    List<String> lines(final long processId, final Figures earlier, final Figures later, final double seconds) {
        final List<String> lines = new ArrayList<>();
        final View view = new View(earlier, later, seconds);
        add(lines, String.format(Locale.ROOT, "tos top   process %d   up %s", processId, upTime(later)));
        lines.add("");
        ticks(view, lines);
        lines.add("");
        network(view, lines);
        lines.add("");
        store(view, lines);
        lines.add("");
        machine(view, lines);
        systems(view, lines);
        return lines.stream()
                .limit(LINES_MAX)
                .map(line -> coloured ? colour(line) : line)
                .toList();
    }

    /** Two readings and what lies between them. */
    private record View(Figures earlier, Figures later, double seconds) {
        double rate(final Counter counter) {
            return (later.value(counter) - earlier.value(counter)) / seconds;
        }

        double rate(final String name) {
            return (later.value(name) - earlier.value(name)) / seconds;
        }

        HistogramCells window(final Distribution distribution) {
            return later.cells(distribution).since(earlier.cells(distribution));
        }

        double percentileMs(final Distribution distribution, final double percent) {
            return window(distribution).percentile(percent) / MEGA;
        }
    }

    private static void ticks(final View view, final List<String> lines) {
        final double target = view.later().value(Series.TICK_TARGET.metric());
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "tick      %5.1f of %.0f Hz   p50 %6.2f  p95 %6.2f  p99 %6.2f  max %6.2f ms",
                        view.rate(Counter.TICKS),
                        target,
                        view.percentileMs(Distribution.TICK, 50),
                        view.percentileMs(Distribution.TICK, 95),
                        view.percentileMs(Distribution.TICK, 99),
                        view.percentileMs(Distribution.TICK, 100)));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "work      p50 %6.2f  p99 %6.2f ms of %.2f   overruns %.0f/s  skipped %.0f/s",
                        view.percentileMs(Distribution.TICK_WORK, 50),
                        view.percentileMs(Distribution.TICK_WORK, 99),
                        target > 0 ? MILLI / target : 0,
                        view.rate(Counter.TICK_OVERRUNS),
                        view.rate(Counter.TICKS_SKIPPED)));
        final double budgetMs = target > 0 ? MILLI / target : MILLI;
        final double p99 = view.percentileMs(Distribution.TICK_WORK, 99);
        final int filled = (int) Math.min(BARS, Math.round(BARS * p99 / budgetMs));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "budget    [%s%s] %.0f %% at p99%s",
                        "#".repeat(filled),
                        ".".repeat(BARS - filled),
                        100 * p99 / budgetMs,
                        p99 > BUDGET_SHARE * budgetMs ? "  HIGH" : ""));
    }

    private static void network(final View view, final List<String> lines) {
        final Figures now = view.later();
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "network   in  %8.0f packets/s %8.2f MB/s   system calls %8.0f/s",
                        view.rate(Counter.DATAGRAMS_IN),
                        view.rate(Counter.BYTES_IN) / MEGA,
                        view.rate(Counter.SYSTEM_CALLS)));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "          out %8.0f packets/s %8.2f MB/s   kernel drops %8.0f/s",
                        view.rate(Counter.DATAGRAMS_OUT),
                        view.rate(Counter.BYTES_OUT) / MEGA,
                        view.rate(Counter.KERNEL_DROPS)));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "sessions  %.0f with a place, %.0f waiting, %.0f half-open   lost packets %.0f/s",
                        now.value(Counter.SESSIONS_ADMITTED),
                        now.value(Counter.SESSIONS_WAITING),
                        now.value(Counter.HALF_OPEN),
                        view.rate(Counter.PACKETS_LOST)));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "ping      p50 %6.1f  p95 %6.1f  p99 %6.1f ms",
                        view.percentileMs(Distribution.ROUND_TRIP, 50),
                        view.percentileMs(Distribution.ROUND_TRIP, 95),
                        view.percentileMs(Distribution.ROUND_TRIP, 99)));
    }

    private static void store(final View view, final List<String> lines) {
        final Figures now = view.later();
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "store     %6.0f rows/s %5.0f commits/s  commit p99 %6.1f ms  loads %4.0f/s%s",
                        view.rate(Counter.STORE_ROWS_SAVED),
                        view.rate(Counter.STORE_COMMITS),
                        view.percentileMs(Distribution.STORE_COMMIT, 99),
                        view.rate(Counter.STORE_LOADS),
                        now.value(Counter.STORE_DEGRADED) > 0 ? "  DEGRADED" : ""));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "journal   at %.0f, behind by %.0f events   database %.1f MB",
                        now.value(Counter.JOURNAL_DURABLE),
                        now.value(Counter.JOURNAL_SEQUENCE) - now.value(Counter.JOURNAL_DURABLE),
                        now.value(Counter.STORE_DATABASE_BYTES) / MEGA));
    }

    private static void machine(final View view, final List<String> lines) {
        final Figures now = view.later();
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "machine   process %5.1f %% of a core (%.1f allowed)   gc p99 %.1f ms",
                        100 * view.rate(Series.PROCESS_CPU.metric()),
                        now.value(Series.CPU_LIMIT.metric()),
                        view.percentileMs(Distribution.GC_PAUSE, 99)));
        add(
                lines,
                String.format(
                        Locale.ROOT,
                        "memory    used %.0f of %.0f MB   process %.0f   native %.0f   heap %.0f MB",
                        now.value(Series.MEMORY_USED.metric()) / MEGA,
                        now.value(Series.MEMORY_TOTAL.metric()) / MEGA,
                        now.value(Series.MEMORY_RESIDENT.metric()) / MEGA,
                        now.value(Series.NATIVE.metric()) / MEGA,
                        now.value(Series.HEAP_USED.metric()) / MEGA));
    }

    /** The systems that took most, worst first. */
    private static void systems(final View view, final List<String> lines) {
        final List<Load> loads = new ArrayList<>();
        for (final Map.Entry<String, Double> entry : view.later().values().entrySet()) {
            final Matcher system = SYSTEM.matcher(entry.getKey());
            if (system.matches()) {
                loads.add(new Load(system.group(1) + ": " + system.group(2), view.rate(entry.getKey())));
            }
        }
        loads.sort(Comparator.comparingDouble(Load::share).reversed());
        if (!loads.isEmpty()) {
            lines.add("");
        }
        for (final Load load : loads.subList(0, Math.min(SYSTEMS_MAX, loads.size()))) {
            add(
                    lines,
                    String.format(
                            Locale.ROOT, "system    %-48.48s %6.2f %% of a core", load.name(), 100 * load.share()));
        }
    }

    private static String upTime(final Figures now) {
        final double started = now.value(Series.STARTED.metric());
        final double sampled = now.value(Series.SAMPLED.metric());
        final long seconds = Math.max(0, Math.round(sampled - started));
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static void add(final List<String> lines, final String line) {
        lines.add(line.length() <= COLUMNS_MAX ? line : line.substring(0, COLUMNS_MAX));
    }

    private static String colour(final String line) {
        final int end = Math.min(10, line.length());
        final String red = line.replaceAll("(HIGH|DEGRADED)", "\u001b[31m$1\u001b[0m");
        return end == 0 ? line : "\u001b[36m" + line.substring(0, end) + "\u001b[0m" + red.substring(end);
    }
}
