package io.tos.engine.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of third parties in docs/architecture.md: which library, the prefix of its class names, and who may use it.
 * A place is a package of the engine ({@code crypto}, {@code net.uring}), a module ({@code benchmarks}), {@code tests},
 * {@code everywhere} or {@code nowhere}. A class belongs to the row with the longest prefix.
 */
final class ThirdParties {
    private static final String HEADING = "| library | classes | used in | for |";
    private static final Set<String> NOT_ENGINE = Set.of("tests", "nowhere", "tools", "benchmarks", "admin");

    /** A row of the table. */
    private record Row(String library, String prefix, List<String> places) {
        boolean allowsPackage(final String root, final String packageName) {
            return places.stream()
                    .anyMatch(place ->
                            place.equals("everywhere") || (packageName + ".").startsWith(root + "." + place + "."));
        }

        boolean allowsModule(final String module, final boolean forTests) {
            return places.contains("everywhere")
                    || places.contains(module)
                    || (forTests && places.contains("tests"))
                    || (module.equals("engine") && !NOT_ENGINE.containsAll(places));
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** @param page the text of docs/architecture.md. */
    ThirdParties(final String page) {
        final int start = page.indexOf(HEADING);
        if (start < 0) {
            throw new IllegalArgumentException("no table with the heading " + HEADING);
        }
        page.substring(start)
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.replace("`", "").split("\\|", -1))
                .forEach(cells -> rows.add(new Row(
                        cells[1].strip(),
                        cells[2].strip(),
                        List.of(cells[3].strip().split(" +", -1)))));
    }

    /** The condition that a class under {@code root} uses only listed libraries, where they are listed. */
    ArchCondition<JavaClass> keptUnder(final String root) {
        return new ArchCondition<>("use third parties only where docs/architecture.md allows") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    final String target =
                            dependency.getTargetClass().getBaseComponentType().getName();
                    final Row row = rowOf(target);
                    final boolean allowed =
                            row == null ? isOurs(root, target) : row.allowsPackage(root, type.getPackageName());
                    if (!allowed) {
                        final String rule = row == null ? " is in no row: " : " is for " + row.places + ": ";
                        events.add(
                                SimpleConditionEvent.violated(dependency, target + rule + dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** Whether a module's pom may name the library, for tests only or for good. */
    boolean allowsDependency(final String library, final String module, final boolean forTests) {
        return rows.stream().anyMatch(row -> row.library.equals(library) && row.allowsModule(module, forTests));
    }

    private static boolean isOurs(final String root, final String target) {
        return target.startsWith(root + ".") || target.startsWith("java.") || !target.contains(".");
    }

    private @Nullable Row rowOf(final String target) {
        Row best = null;
        for (final Row row : rows) {
            if (target.startsWith(row.prefix) && (best == null || row.prefix.length() > best.prefix.length())) {
                best = row;
            }
        }
        return best;
    }
}
