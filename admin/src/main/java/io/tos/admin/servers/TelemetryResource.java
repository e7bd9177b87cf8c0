package io.tos.admin.servers;

import static io.tos.admin.db.schema.Tables.TELEMETRY_DELIVERY;
import static io.tos.admin.db.schema.Tables.TELEMETRY_WINDOW;

import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Permission;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.tables.records.TelemetryWindowRecord;
import io.tos.admin.events.EventHub;
import io.tos.admin.events.Topic;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import io.tos.engine.telemetry.Histogram;
import io.tos.engine.telemetry.HistogramCells;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/**
 * What servers measure: taken in once, whatever is delivered twice, kept in windows of 1, 10 and 60 seconds, and given
 * out again. Percentiles are computed from added histograms, never averaged.
 */
public final class TelemetryResource {
    private static final int[] WIDTHS = {1, 10, 60};
    private static final Map<Integer, Duration> KEPT =
            Map.of(1, Duration.ofHours(1), 10, Duration.ofDays(1), 60, Duration.ofDays(30));
    private static final String PLAYERS = "tos_sessions_admitted";
    private static final int POINTS_MAX = 1_000;
    private static final Duration OLDEST = Duration.ofMinutes(30);

    private final Database database;
    private final ServerLinks links;
    private final EventHub hub;
    private final Clock clock;

    /** @param hub told of every window. */
    public TelemetryResource(final Database database, final ServerLinks links, final EventHub hub, final Clock clock) {
        this.database = database;
        this.links = links;
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * One second of a server.
     *
     * @param sequence counts up in each run of the server; a number that came before changes nothing.
     * @param startMs Unix time.
     * @param counts how much happened, by name.
     * @param gauges how things stood, by name.
     * @param histograms used cells, pairs of cell and count, by name.
     */
    public record TelemetrySecond(
            @Min(0) long sequence,
            @Min(0) long startMs,
            @Size(max = 512) Map<String, Long> counts,
            @Size(max = 512) Map<String, Double> gauges,
            @Size(max = 64) Map<String, List<List<Long>>> histograms) {}

    /**
     * Seconds that were measured; more than one after an outage.
     *
     * @param instanceId number of the server's run, decimal, signed.
     */
    public record TelemetryDelivered(
            @Pattern(regexp = "^-?[0-9]{1,19}$") String instanceId,
            @Size(max = 600) List<TelemetrySecond> seconds) {}

    /** How many were new. */
    public record TelemetryTaken(int taken) {}

    /** A gauge over a window. */
    public record GaugePoint(double min, double max, double mean) {}

    /** A histogram over a window; in the histogram's unit. */
    public record Percentiles(long count, long p50, long p95, long p99, long max) {}

    /** One window. */
    public record TelemetryPoint(
            Instant start,
            int seconds,
            Map<String, Long> counts,
            Map<String, GaugePoint> gauges,
            Map<String, Percentiles> percentiles) {}

    /** Windows in order of time; one that is missing was not measured. */
    public record TelemetryRange(int seconds, List<TelemetryPoint> points) {}

    /** A new window, as the event says it. */
    private record Measured(UUID serverId, TelemetryPoint point) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.POST,
                        "/api/v1/telemetry",
                        "deliverTelemetry: What a server measured.",
                        Access.gameServer(),
                        Types.of(TelemetryDelivered.class, TelemetryTaken.class),
                        this::deliver)
                .with(
                        Method.GET,
                        "/api/v1/servers/{server}/telemetry",
                        "getTelemetry: What a server measured, in windows of 1, 10 or 60 s; from and to are Unix ms.",
                        Access.staff(Permission.SERVERS_READ),
                        Types.out(TelemetryRange.class, "from", "to", "seconds"),
                        (call, none) -> range(call));
    }

    /** Forgets what is older than each width is kept. */
    public void forgetOld() {
        final Instant now = clock.instant();
        KEPT.forEach((seconds, kept) -> database.dsl()
                .deleteFrom(TELEMETRY_WINDOW)
                .where(TELEMETRY_WINDOW.SECONDS.eq(seconds))
                .and(TELEMETRY_WINDOW.START.lt(now.minus(kept)))
                .execute());
        database.dsl()
                .deleteFrom(TELEMETRY_DELIVERY)
                .where(TELEMETRY_DELIVERY.AT.lt(now.minus(OLDEST).minus(OLDEST)))
                .execute();
    }

    private TelemetryTaken deliver(final Call call, final TelemetryDelivered delivered) {
        final UUID server = call.server();
        final long instance = Long.parseLong(delivered.instanceId());
        int taken = 0;
        for (final TelemetrySecond second : delivered.seconds()) {
            final Window window = window(second);
            final Instant start = Instant.ofEpochMilli(second.startMs());
            if (start.isBefore(clock.instant().minus(OLDEST))
                    || start.isAfter(clock.instant().plus(OLDEST))) {
                continue;
            }
            final boolean isNew = database.inTransaction(tx -> store(tx, server, instance, second, window));
            if (isNew) {
                taken++;
                links.onPlayers(
                        server, second.gauges().getOrDefault(PLAYERS, 0.0).intValue());
                final Instant whole = start.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
                hub.publish(Topic.TELEMETRY, "telemetry.second.1", new Measured(server, point(whole, 1, window)));
            }
        }
        return new TelemetryTaken(taken);
    }

    private boolean store(
            final DSLContext tx,
            final UUID server,
            final long instance,
            final TelemetrySecond second,
            final Window window) {
        final int fresh = tx.insertInto(TELEMETRY_DELIVERY)
                .set(TELEMETRY_DELIVERY.SERVER_ID, server)
                .set(TELEMETRY_DELIVERY.INSTANCE_ID, instance)
                .set(TELEMETRY_DELIVERY.SEQUENCE, second.sequence())
                .set(TELEMETRY_DELIVERY.AT, clock.instant())
                .onConflictDoNothing()
                .execute();
        if (fresh == 0) {
            return false;
        }
        for (final int width : WIDTHS) {
            final long startSeconds = second.startMs() / 1000 / width * width;
            add(tx, server, width, Instant.ofEpochSecond(startSeconds), window);
        }
        return true;
    }

    private static void add(
            final DSLContext tx, final UUID server, final int width, final Instant start, final Window window) {
        final TelemetryWindowRecord there = tx.selectFrom(TELEMETRY_WINDOW)
                .where(TELEMETRY_WINDOW.SERVER_ID.eq(server))
                .and(TELEMETRY_WINDOW.SECONDS.eq(width))
                .and(TELEMETRY_WINDOW.START.eq(start))
                .forUpdate()
                .fetchOne();
        final Window sum = there == null ? window : read(there).plus(window);
        final JSONB counts = Json.column(sum.counts());
        final JSONB gauges = Json.column(sum.gauges());
        final JSONB histograms = Json.column(sum.histograms());
        tx.insertInto(TELEMETRY_WINDOW)
                .set(TELEMETRY_WINDOW.SERVER_ID, server)
                .set(TELEMETRY_WINDOW.SECONDS, width)
                .set(TELEMETRY_WINDOW.START, start)
                .set(TELEMETRY_WINDOW.COUNTS, counts)
                .set(TELEMETRY_WINDOW.GAUGES, gauges)
                .set(TELEMETRY_WINDOW.HISTOGRAMS, histograms)
                .onConflict(TELEMETRY_WINDOW.SERVER_ID, TELEMETRY_WINDOW.SECONDS, TELEMETRY_WINDOW.START)
                .doUpdate()
                .set(TELEMETRY_WINDOW.COUNTS, counts)
                .set(TELEMETRY_WINDOW.GAUGES, gauges)
                .set(TELEMETRY_WINDOW.HISTOGRAMS, histograms)
                .execute();
    }

    private TelemetryRange range(final Call call) {
        final long now = clock.millis();
        final int width = (int) call.queryNumber("seconds", 1, 1, 60);
        if (!KEPT.containsKey(width)) {
            throw new ApiException(ApiError.MALFORMED, "seconds must be 1, 10 or 60");
        }
        final long to = call.queryNumber("to", now, 0, Long.MAX_VALUE >> 10);
        final long from = call.queryNumber("from", to - 300_000L * width, 0, Long.MAX_VALUE >> 10);
        return new TelemetryRange(
                width,
                database.dsl()
                        .selectFrom(TELEMETRY_WINDOW)
                        .where(TELEMETRY_WINDOW.SERVER_ID.eq(call.uuid("server")))
                        .and(TELEMETRY_WINDOW.SECONDS.eq(width))
                        .and(TELEMETRY_WINDOW.START.ge(Instant.ofEpochMilli(from)))
                        .and(TELEMETRY_WINDOW.START.lt(Instant.ofEpochMilli(to)))
                        .orderBy(TELEMETRY_WINDOW.START.desc())
                        .limit(POINTS_MAX)
                        .fetch(row -> point(row.getStart(), width, read(row)))
                        .reversed());
    }

    private static Window window(final TelemetrySecond second) {
        final Map<String, Window.Gauge> gauges = new HashMap<>();
        second.gauges().forEach((name, value) -> gauges.put(name, new Window.Gauge(value, value, value, 1)));
        for (final List<List<Long>> cells : second.histograms().values()) {
            for (final List<Long> cell : cells) {
                if (cell.size() != 2 || cell.get(0) < 0 || cell.get(0) >= Histogram.CELLS || cell.get(1) < 0) {
                    throw new ApiException(ApiError.INVALID, "A histogram is pairs of cell and count.");
                }
            }
        }
        return new Window(second.counts(), gauges, second.histograms());
    }

    private static Window read(final TelemetryWindowRecord row) {
        return Json.fromColumn(
                JSONB.valueOf("{\"counts\":" + row.getCounts() + ",\"gauges\":" + row.getGauges() + ",\"histograms\":"
                        + row.getHistograms() + "}"),
                Window.class);
    }

    private static TelemetryPoint point(final Instant start, final int width, final Window window) {
        final Map<String, GaugePoint> gauges = new HashMap<>();
        window.gauges()
                .forEach((name, gauge) ->
                        gauges.put(name, new GaugePoint(gauge.min(), gauge.max(), gauge.sum() / gauge.number())));
        final Map<String, Percentiles> percentiles = new HashMap<>();
        window.histograms().forEach((name, cells) -> percentiles.put(name, percentiles(cells)));
        return new TelemetryPoint(start, width, window.counts(), gauges, percentiles);
    }

    private static Percentiles percentiles(final List<List<Long>> used) {
        final long[] cells = new long[Histogram.CELLS];
        used.forEach(cell -> cells[cell.get(0).intValue()] += cell.get(1));
        final HistogramCells all = HistogramCells.of(cells);
        return new Percentiles(
                all.count(), all.percentile(50), all.percentile(95), all.percentile(99), all.percentile(100));
    }
}
