package io.tos.engine.game.interest;

/**
 * The few best of many, best first: least rank, then least index, so that the order of asking does not matter. A holder,
 * reused.
 */
final class Newcomers {
    private final long[] ranks;
    private final int[] indices;
    private int count;

    /** @param most how many it keeps. */
    Newcomers(final int most) {
        ranks = new long[most];
        indices = new int[most];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    long rank(final int place) {
        return ranks[place];
    }

    int index(final int place) {
        return indices[place];
    }

    /** Keeps one if it is among the best. */
    void offer(final long rank, final int index) {
        if (count == ranks.length) {
            if (!isBefore(rank, index, count - 1)) {
                return;
            }
            count--;
        }
        int place = count++;
        while (place > 0 && isBefore(rank, index, place - 1)) {
            ranks[place] = ranks[place - 1];
            indices[place] = indices[place - 1];
            place--;
        }
        ranks[place] = rank;
        indices[place] = index;
    }

    private boolean isBefore(final long rank, final int index, final int place) {
        return rank < ranks[place] || (rank == ranks[place] && index < indices[place]);
    }
}
