package io.tos.engine.edge.replication;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.game.interest.Sights;
import io.tos.engine.game.interest.SlotSet;

/**
 * Who is due, for a few viewers at once. What is known of a viewer and of those in its sight lies in a dozen cache lines
 * that nobody touched for a while; read viewer by viewer each of them is waited for, read in short loops over several
 * viewers they come together ({@code bench tick}: parts take about a twentieth less). Tick thread only.
 */
final class DueLists {
    /** Viewers in one go. */
    static final int VIEWERS_MAX = 8;

    /** Places of one viewer's lists. */
    static final int LENGTH_MAX = 256;

    /** Alias of each who is due, viewer by viewer. */
    final int[] aliases = new int[VIEWERS_MAX * LENGTH_MAX];

    /** Index of its entity. */
    final int[] entities = new int[VIEWERS_MAX * LENGTH_MAX];

    /** First word of its present state. */
    final long[] places = new long[VIEWERS_MAX * LENGTH_MAX];

    private final Viewers viewers;
    private final Sights sights;
    private final Baselines baselines;
    private final Wheel wheel;
    private final History history;
    private final int[] turns = new int[VIEWERS_MAX];
    private final int[] counts = new int[VIEWERS_MAX];
    private final int[] owns = new int[VIEWERS_MAX];
    private final long[] ownPlaces = new long[VIEWERS_MAX];
    private final long[] due = new long[VIEWERS_MAX * SlotSet.WORDS];
    private int viewerCount;

    DueLists(
            final Viewers viewers,
            final Sights sights,
            final Baselines baselines,
            final Wheel wheel,
            final History history) {
        this.viewers = viewers;
        this.sights = sights;
        this.baselines = baselines;
        this.wheel = wheel;
        this.history = history;
    }

    /** Starts anew. */
    void clear() {
        viewerCount = 0;
    }

    /** Takes one more viewer; true if no other fits. */
    boolean add(final int viewer) {
        turns[viewerCount++] = viewer;
        return viewerCount == VIEWERS_MAX;
    }

    /** Takes all who are due off the wheel. */
    void fill(final int tick) {
        for (int turn = 0; turn < viewerCount; turn++) {
            final int viewer = turns[turn];
            final int place = Wheel.place(tick, viewers.interval(viewer));
            owns[turn] = EntityId.index(viewers.entity(viewer));
            for (int word = 0; word < SlotSet.WORDS; word++) {
                due[turn * SlotSet.WORDS + word] = wheel.take(viewer, place, word) & sights.visible(viewer, word);
            }
        }
        for (int turn = 0; turn < viewerCount; turn++) {
            ownPlaces[turn] = history.place(History.row(owns[turn]));
            list(turn);
        }
        for (int turn = 0; turn < viewerCount; turn++) {
            for (int at = start(turn), end = at + counts[turn]; at < end; at++) {
                entities[at] = baselines.entity(Baselines.at(turns[turn], aliases[at]));
            }
        }
        for (int turn = 0; turn < viewerCount; turn++) {
            for (int at = start(turn), end = at + counts[turn]; at < end; at++) {
                places[at] = history.place(History.row(entities[at]));
            }
        }
    }

    private void list(final int turn) {
        int at = start(turn);
        for (int word = 0; word < SlotSet.WORDS; word++) {
            for (long left = due[turn * SlotSet.WORDS + word]; left != 0; left &= left - 1) {
                aliases[at++] = SlotSet.slot(word, left);
            }
        }
        counts[turn] = at - start(turn);
    }

    /** How many viewers there are. */
    int viewerCount() {
        return viewerCount;
    }

    /** A viewer. */
    int viewer(final int turn) {
        return turns[turn];
    }

    /** How many are due for it. */
    int count(final int turn) {
        return counts[turn];
    }

    /** First word of the state of the viewer's own entity. */
    long ownPlace(final int turn) {
        return ownPlaces[turn];
    }

    /** Where the viewer's lists begin. */
    static int start(final int turn) {
        return turn * LENGTH_MAX;
    }

    /** The viewer cannot be told now: all who were due are due in its next part. */
    void giveBack(final int turn) {
        for (int at = start(turn), end = at + counts[turn]; at < end; at++) {
            wheel.urgent(turns[turn], aliases[at]);
        }
    }
}
