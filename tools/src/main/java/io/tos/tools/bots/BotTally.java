package io.tos.tools.bots;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What all bots of a run counted together. The bots' thread only. */
final class BotTally {
    private static final long ROUND_TRIP_US_MAX = 3_600_000_000L;
    private static final double US_PER_MS = 1000;

    int connected;

    /** From the first HELLO until nobody was on the way in any more. */
    long connectNs;

    long sent;
    long delivered;
    long duplicates;
    long outOfOrder;
    long postponed;
    long otherMessages;
    long snapshots;
    private final Histogram roundTrips = new Histogram(ROUND_TRIP_US_MAX, 3);
    private final Map<Integer, Integer> disconnectsByReason = new TreeMap<>();
    private int disconnects;

    /** A message came back. */
    void roundTripUs(final long us) {
        roundTrips.recordValue(Math.clamp(us, 0, ROUND_TRIP_US_MAX));
    }

    /** A connection ended that should not have. */
    void lost(final int reason) {
        disconnectsByReason.merge(reason, 1, Integer::sum);
        disconnects++;
    }

    /** Connections that ended and should not have, and those that never were. */
    int disconnects() {
        return disconnects;
    }

    /** How many by reason code. */
    Map<Integer, Integer> disconnectsByReason() {
        return disconnectsByReason;
    }

    /** Round trip of messages, resends included, in milliseconds; 0 before the first. */
    double roundTripMs(final double percentile) {
        return roundTrips.getTotalCount() == 0 ? 0 : roundTrips.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
