package io.tos.engine.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which first-level package may use which. Each line of the text may use only the names to the right of its colon, all
 * of which appear on earlier lines: a text that parses has no cycle.
 */
final class HouseMap {
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?io\\.tos\\.engine\\.(\\w+)\\.");

    private final Map<String, Set<String>> mayUse = new LinkedHashMap<>();

    /** @param text lines {@code name : name name}, or {@code name : all above}. */
    HouseMap(final String text) {
        for (final String line : text.strip().split("\n", -1)) {
            final String[] sides = line.split(":", 2);
            final String name = sides[0].strip();
            final Set<String> used = new LinkedHashSet<>();
            if (sides[1].strip().equals("all above")) {
                used.addAll(mayUse.keySet());
            } else if (!sides[1].isBlank()) {
                used.addAll(Set.of(sides[1].strip().split(" +", -1)));
            }
            if (!mayUse.keySet().containsAll(used)) {
                throw new IllegalArgumentException("a name on the right has no earlier line: " + line);
            }
            if (mayUse.put(name, used) != null) {
                throw new IllegalArgumentException("two lines for " + name);
            }
        }
    }

    /** The condition that a class under {@code root} keeps to the map; a violation names method and line. */
    ArchCondition<JavaClass> keptUnder(final String root) {
        return new ArchCondition<>("keep to the house map") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final String room = room(root, type);
                if (!mayUse.containsKey(room)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no package of the map"));
                    return;
                }
                for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    final String used = room(root, target);
                    if (!used.isEmpty() && !allows(room, used)) {
                        events.add(SimpleConditionEvent.violated(
                                dependency, room + " may not use " + used + ": " + dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** Lines of a source file that import what its package may not use: classes forget imports of constants. */
    List<String> brokenImports(final String room, final String source) {
        final List<String> broken = new ArrayList<>();
        int number = 0;
        for (final String line : source.split("\n", -1)) {
            number++;
            final Matcher used = IMPORT.matcher(line);
            if (used.find() && !allows(room, used.group(1))) {
                broken.add(number + ": " + room + " may not use " + used.group(1) + ": " + line);
            }
        }
        return broken;
    }

    private boolean allows(final String room, final String used) {
        return used.equals(room) || mayUse.getOrDefault(room, Set.of()).contains(used);
    }

    /** The first-level package below the root; empty for the root itself and for everything outside. */
    private static String room(final String root, final JavaClass type) {
        final String name = type.getPackageName();
        if (!name.startsWith(root + ".")) {
            return "";
        }
        final String below = name.substring(root.length() + 1);
        final int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
