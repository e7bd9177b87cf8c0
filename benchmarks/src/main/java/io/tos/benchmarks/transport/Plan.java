package io.tos.benchmarks.transport;

import java.util.List;
import java.util.Set;

/**
 * What to run and for how long.
 *
 * @param cases in this order.
 * @param payloads of the datagrams, bytes, 16 to 1,200.
 * @param names of the variants; empty means all.
 * @param rounds each variant once per round.
 * @param warmUpMs once per JVM and payload, before the first round; 0 for none.
 * @param settleMs from the first datagram to the window.
 * @param windowMs what is measured.
 * @param budgetMs no new round is begun after this long; what is there is reported.
 */
record Plan(
        List<TrialCase> cases,
        List<Integer> payloads,
        Set<String> names,
        int rounds,
        int warmUpMs,
        int settleMs,
        int windowMs,
        long budgetMs) {

    /** Seven rounds, both payloads: under ten minutes. */
    static Plan full() {
        return new Plan(List.of(TrialCase.values()), List.of(64, 200), Set.of(), 7, 1200, 150, 350, 540_000);
    }

    /** Three short rounds of one payload: under 90 seconds, and as rough as that sounds. JVMs still get warm. */
    static Plan quick() {
        return new Plan(List.of(TrialCase.values()), List.of(64), Set.of(), 3, 1200, 50, 150, 70_000);
    }

    Plan withCases(final List<TrialCase> otherCases) {
        return new Plan(otherCases, payloads, names, rounds, warmUpMs, settleMs, windowMs, budgetMs);
    }

    Plan withPayloads(final List<Integer> otherPayloads) {
        return new Plan(cases, otherPayloads, names, rounds, warmUpMs, settleMs, windowMs, budgetMs);
    }

    Plan withNames(final Set<String> otherNames) {
        return new Plan(cases, payloads, otherNames, rounds, warmUpMs, settleMs, windowMs, budgetMs);
    }

    Plan withRounds(final int otherRounds) {
        return new Plan(cases, payloads, names, otherRounds, warmUpMs, settleMs, windowMs, budgetMs);
    }

    boolean wants(final Variant variant, final TrialCase kind) {
        return variant.cases().contains(kind) && (names.isEmpty() || names.contains(variant.name()));
    }
}
