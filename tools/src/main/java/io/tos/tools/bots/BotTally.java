package io.tos.tools.bots;

import io.tos.engine.client.ViewCounts;
import java.util.Map;
import java.util.TreeMap;

/** What the players of one thread counted together. That thread only; merged when all are done. */
final class BotTally {
    int connected;
    int entered;
    int portals;
    long sent;
    long delivered;
    long duplicates;
    long outOfOrder;
    long postponed;
    long abandoned;
    long hardCorrections;
    long corrections;
    long baseMisses;
    long mismatches;
    long integrityChecks;
    long snapshots;
    long visible;
    long visibleLooks;
    final Latencies roundTrips = new Latencies();
    final Latencies staleness = new Latencies();
    final Latencies inputToEffect = new Latencies();
    private final Map<Integer, Integer> disconnectsByReason = new TreeMap<>();

    /** A connection ended that should not have. */
    void lost(final int reason) {
        disconnectsByReason.merge(reason, 1, Integer::sum);
    }

    /** Connections that ended and should not have. */
    int disconnects() {
        return disconnectsByReason.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many by reason code. */
    Map<Integer, Integer> disconnectsByReason() {
        return disconnectsByReason;
    }

    /** What is measured begins anew; what is checked goes on. */
    void beginMeasuring() {
        visible = 0;
        visibleLooks = 0;
        roundTrips.clear();
        staleness.clear();
        inputToEffect.clear();
    }

    /** Adds what the thread's views counted. */
    void take(final ViewCounts views) {
        baseMisses += views.baseMisses;
        mismatches += views.mismatches;
        integrityChecks += views.integrityChecks;
        snapshots += views.snapshots;
    }

    /** Takes another thread's in. */
    void add(final BotTally other) {
        connected += other.connected;
        entered += other.entered;
        portals += other.portals;
        sent += other.sent;
        delivered += other.delivered;
        duplicates += other.duplicates;
        outOfOrder += other.outOfOrder;
        postponed += other.postponed;
        abandoned += other.abandoned;
        hardCorrections += other.hardCorrections;
        corrections += other.corrections;
        baseMisses += other.baseMisses;
        mismatches += other.mismatches;
        integrityChecks += other.integrityChecks;
        snapshots += other.snapshots;
        visible += other.visible;
        visibleLooks += other.visibleLooks;
        roundTrips.add(other.roundTrips);
        staleness.add(other.staleness);
        inputToEffect.add(other.inputToEffect);
        other.disconnectsByReason.forEach((reason, count) -> disconnectsByReason.merge(reason, count, Integer::sum));
    }
}
