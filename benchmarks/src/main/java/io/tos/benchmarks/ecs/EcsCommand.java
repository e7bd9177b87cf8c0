package io.tos.benchmarks.ecs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.benchmarks.ecs.Contest.Figure;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench ecs}: the world's columns against C, Dominion and artemis-odb, in one process, round by round in turn. */
@Command(
        name = "ecs",
        description = "Entities and columns against C and other engines.",
        mixinStandardHelpOptions = true)
public final class EcsCommand implements Callable<Integer> {
    @Option(names = "--entities", defaultValue = "100000", description = "Default ${DEFAULT-VALUE}.")
    private int entities = 100_000;

    @Option(names = "--rounds", defaultValue = "60", description = "Measured after as many to warm up.")
    private int rounds = 60;

    @Option(names = "--json", description = "One JSON object on standard output, the table on standard error.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        final List<Figure> figures = Contest.run(entities, rounds);
        print(json ? System.err : System.out, figures);
        if (json) {
            final Map<String, Object> object = new TreeMap<>();
            object.put("entities", entities);
            object.put("figures", figures);
            object.put("ratios", ratios(figures));
            System.out.println(new ObjectMapper().writeValueAsString(object));
        }
        return 0;
    }

    private void print(final PrintStream out, final List<Figure> figures) {
        out.printf("%,d entities, ns per entity and bytes allocated, median and best of %d rounds%n", entities, rounds);
        for (final Figure figure : figures) {
            out.printf(
                    "  %-16s %-18s %9.3f %9.3f ns %9.2f B%n",
                    figure.work(), figure.who(), figure.medianNs(), figure.bestNs(), figure.allocatedBytes());
        }
        ratios(figures).forEach((name, ratio) -> out.printf("  %-40s %6.2f%n", name, ratio));
    }

    /** Medians of the same run, divided: what the goals are about. */
    private static Map<String, Double> ratios(final List<Figure> figures) {
        final Map<String, Double> ratios = new TreeMap<>();
        for (final Figure own : figures) {
            for (final Figure other : figures) {
                if (own.who().equals("columns") && own.work().equals(other.work()) && !own.equals(other)) {
                    final boolean yardstick = other.who().equals("C");
                    final String name = own.work() + (yardstick ? ": columns / C" : ": " + other.who() + " / columns");
                    final double ratio = other.medianNs() / own.medianNs();
                    ratios.put(name, yardstick ? 1 / ratio : ratio);
                }
            }
        }
        return ratios;
    }
}
