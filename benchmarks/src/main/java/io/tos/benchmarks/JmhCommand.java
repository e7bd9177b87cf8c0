package io.tos.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench jmh}: runs the micro-benchmarks whose names match, each in a JVM of its own, with allocation beside time. */
@Command(name = "jmh", description = "Runs micro-benchmarks by name.", mixinStandardHelpOptions = true)
final class JmhCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", defaultValue = ".*", description = "Regular expression over benchmark names.")
    private String names = ".*";

    @Option(names = "--result", description = "Also write the results as JSON to this file.")
    private String result = "";

    @Override
    public Integer call() throws RunnerException {
        final OptionsBuilder options = new OptionsBuilder();
        options.include(names).addProfiler(GCProfiler.class).shouldFailOnError(true);
        if (!result.isEmpty()) {
            options.resultFormat(ResultFormatType.JSON).result(result);
        }
        new Runner(options.build()).run();
        return 0;
    }
}
