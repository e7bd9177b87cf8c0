package io.tos.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Cell;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Figures;
import io.tos.engine.telemetry.Metric;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus is told: lawful text, every name of the catalogue, the very figures of the file. */
final class MetricsPageTest {
    private final TelemetryFile file = new TelemetryFile(Region.shared("telemetry", TelemetryFile.BYTES, 64));

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void shouldHoldEveryNameOfTheCatalogueWhenEverySeriesHasACell() throws IOException {
        for (final Series series : Series.values()) {
            final String[] values = series.labels().toArray(new String[0]);
            Objects.requireNonNull(file.cell(series, values)).set(5);
        }
        final PrometheusText text = scrape();
        for (final Metric metric : Metric.catalogue()) {
            assertEquals(metric.type(), text.types().get(metric.name()), metric.name());
            assertEquals(metric.help(), text.helps().get(metric.name()));
        }
        assertEquals(Metric.catalogue().size(), text.types().size(), "no name that the catalogue does not know");
    }

    @Test
    void shouldAddUpAgentsAndKeepNowApartFromTotalsWhenTheyAreCounted() throws IOException {
        file.counters("net-0").add(Counter.DATAGRAMS_IN, 5);
        file.counters("net-1").add(Counter.DATAGRAMS_IN, 7);
        file.counters("admission").set(Counter.SESSIONS_ADMITTED, 3);
        final Map<String, Double> samples = scrape().samples();
        assertEquals(12, samples.get("tos_datagrams_in_total"));
        assertEquals(3, samples.get("tos_sessions_admitted"));
    }

    @Test
    void shouldPutDurationsIntoTheirBucketsWhenTheyAreRecorded() throws IOException {
        final var ticks = file.histogram(Distribution.TICK);
        ticks.record(1_500_000);
        ticks.record(30_000_000);
        ticks.record(30_000_000);
        final Map<String, Double> samples = scrape().samples();
        assertEquals(0, samples.get("tos_tick_seconds_bucket{le=\"0.001\"}"));
        assertEquals(1, samples.get("tos_tick_seconds_bucket{le=\"0.0167\"}"));
        assertEquals(3, samples.get("tos_tick_seconds_bucket{le=\"0.05\"}"));
        assertEquals(3, samples.get("tos_tick_seconds_count"));
        assertEquals(0.0615, samples.getOrDefault("tos_tick_seconds_sum", 0.0), 1e-9);
    }

    @Test
    void shouldScaleAndLabelWhenACellIsTold() throws IOException {
        final Cell cell = file.cell(Series.SYSTEM_TIME, "meadow", "move \"bodies\"");
        assertNotNull(cell);
        cell.set(1_500_000_000);
        assertEquals(
                1.5, scrape().samples().get("tos_system_seconds_total{map=\"meadow\",system=\"move \\\"bodies\\\"\"}"));
    }

    @Test
    void shouldSayTheSameAsAViewerSeesWhenTheFileIsRead() throws IOException {
        file.counters("tick").add(Counter.TICKS, 77);
        file.histogram(Distribution.TICK_WORK).record(1_234_567);
        Objects.requireNonNull(file.cell(Series.MAP_PLAYERS, "a \"quoted\" map"))
                .set(4);
        final Map<String, Double> figures = new Figures(file.reader()).values();
        final Map<String, Double> metrics = new LinkedHashMap<>(scrape().samples());
        metrics.keySet().removeIf(name -> name.contains("_bucket{"));
        assertEquals(figures, metrics);
    }

    @Test
    void shouldAnswerOnlyMetricsWhenAskedOverHttp() throws IOException, InterruptedException {
        try (MetricsServer server = new MetricsServer(0, new MetricsPage(file.reader()));
                HttpClient client = HttpClient.newHttpClient()) {
            final HttpResponse<String> metrics = get(client, server.port(), "/metrics");
            assertEquals(200, metrics.statusCode());
            assertEquals(
                    List.of("text/plain; version=0.0.4; charset=utf-8"),
                    metrics.headers().allValues("content-type"));
            assertTrue(new PrometheusText(metrics.body()).samples().containsKey("tos_ticks_total"));
            assertEquals(404, get(client, server.port(), "/").statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a counter\na 1",
                "a 1\n",
                "# TYPE a counter\na{b=c} 1\n",
                "# TYPE a counter\na 1\na 1\n",
                "# TYPE a counter\n# TYPE b counter\n# TYPE a gauge\n",
                "# TYPE a meter\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n"
            })
    void shouldBeRefusedByTheTestsOwnReaderWhenTextIsNotLawful(final String text) {
        assertThrows(IllegalArgumentException.class, () -> new PrometheusText(text));
    }

    private PrometheusText scrape() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MetricsPage(file.reader()).write(out);
        return new PrometheusText(out.toString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(final HttpClient client, final int port, final String path)
            throws IOException, InterruptedException {
        final URI address = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
