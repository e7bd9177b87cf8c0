package io.tos.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every JMH benchmark once, in this process and as briefly as possible, with the first value of each parameter. */
final class JmhSmokeTest {
    @TestFactory
    Stream<DynamicTest> shouldRunWhenAsked() {
        final Map<String, BenchmarkListEntry> byName = new TreeMap<>();
        for (final BenchmarkListEntry entry : BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())) {
            byName.put(entry.getUsername(), entry);
        }
        assertFalse(byName.isEmpty(), "the annotation processor has listed no benchmark");
        return byName.values().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getUsername(), () -> runOnce(entry)));
    }

    private static void runOnce(final BenchmarkListEntry entry) throws RunnerException {
        final OptionsBuilder options = new OptionsBuilder();
        options.include("^" + Pattern.quote(entry.getUsername()) + "$")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (entry.getParams().hasValue()) {
            entry.getParams().get().forEach((name, values) -> options.param(name, values[0]));
        }
        final Collection<RunResult> results = new Runner(options.build()).run();
        assertEquals(1, results.size());
    }
}
