package io.tos.tools.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds up what the rounds found. */
final class CrashTally {
    private final long positionAgeMaxMs;
    private int rounds;
    private long violations;
    private long lostEvents;
    private long oldestPositionMs;
    private long slowestReadyMs;
    private long lastSequence;

    /** @param positionAgeMaxMs how old a position may be on disk. */
    CrashTally(final long positionAgeMaxMs) {
        this.positionAgeMaxMs = positionAgeMaxMs;
    }

    /** One round more; what an earlier one has left must still be there. */
    void add(final CrashRound.Finding found) {
        rounds++;
        violations += found.left().violations();
        lostEvents +=
                found.lostEvents() + Math.max(0, lastSequence - found.left().journalLast());
        lastSequence = found.left().journalLast();
        oldestPositionMs = Math.max(oldestPositionMs, found.left().oldestPositionMs());
        slowestReadyMs = Math.max(slowestReadyMs, found.readyMs());
    }

    /** Whether nothing was lost that may not be. */
    boolean isGood() {
        return rounds > 0 && violations == 0 && lostEvents == 0 && oldestPositionMs <= positionAgeMaxMs;
    }

    /** The figures of all rounds. */
    ObjectNode report(final ObjectNode into) {
        return into.put("rounds", rounds)
                .put("violations", violations)
                .put("journaledEvents", lastSequence)
                .put("lostEvents", lostEvents)
                .put("oldestPositionMs", oldestPositionMs)
                .put("slowestReadyMs", slowestReadyMs);
    }

    /** One round in a line. */
    static String describe(final CrashRound.Finding found) {
        return found.playersInWorld() + " players, journal told " + found.toldSequence() + " on disk "
                + found.left().journalLast() + ", " + found.left().violations() + " violations, oldest position "
                + found.left().oldestPositionMs() + " ms, ready in " + found.readyMs() + " ms";
    }
}
