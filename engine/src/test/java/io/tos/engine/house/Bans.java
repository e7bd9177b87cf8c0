package io.tos.engine.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a class may not call, and why. */
final class Bans {
    private static final Set<String> FLOATING = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    /** One banned member: a pattern over {@code owner.member}, with the reason or the replacement. */
    private record Ban(Pattern member, String reason) {}

    private final List<Ban> bans = new ArrayList<>();

    /** @param text lines {@code pattern : reason}; the pattern is over {@code package.Class.member}. */
    Bans(final String text) {
        for (final String line : text.strip().split("\n", -1)) {
            final String[] sides = line.split(" : ", 2);
            bans.add(new Ban(Pattern.compile(sides[0].strip()), sides[1].strip()));
        }
    }

    /** The condition that a class accesses nothing that is banned; a violation names method and line. */
    ArchCondition<JavaClass> kept() {
        return new ArchCondition<>("keep off what is banned there") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                for (final JavaAccess<?> access : type.getAccessesFromSelf()) {
                    final String member = access.getTargetOwner().getName() + "." + access.getName();
                    for (final Ban ban : bans) {
                        if (ban.member.matcher(member).matches()) {
                            events.add(SimpleConditionEvent.violated(
                                    access, access.getDescription() + " (" + ban.reason + ")"));
                        }
                    }
                }
            }
        };
    }

    /** The condition that no field holds a floating-point number: the simulation is integer. */
    static ArchCondition<JavaClass> noFloatingFields() {
        return new ArchCondition<>("have no floating-point fields") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                for (final JavaField field : type.getFields()) {
                    if (FLOATING.contains(
                            field.getRawType().getBaseComponentType().getName())) {
                        events.add(SimpleConditionEvent.violated(field, field.getDescription() + " is floating point"));
                    }
                }
            }
        };
    }

    /** The condition that a class does not know a type at all. */
    static ArchCondition<JavaClass> noUseOf(final Pattern types, final String reason) {
        return new ArchCondition<>("not use " + types) {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    if (types.matcher(dependency.getTargetClass().getName()).matches()) {
                        events.add(SimpleConditionEvent.violated(
                                dependency, dependency.getDescription() + " (" + reason + ")"));
                    }
                }
            }
        };
    }
}
