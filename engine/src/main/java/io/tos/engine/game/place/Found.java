package io.tos.engine.game.place;

/**
 * What a question to the {@link Grid} found: indices of entities and a measure of each, as the question says. A holder,
 * reused; one per asker. What does not fit is left out and remembered.
 */
public final class Found {
    private final int[] indices;
    private final long[] measures;
    private int count;
    private boolean truncated;

    /** @param most how many it holds. */
    public Found(final int most) {
        indices = new int[most];
        measures = new long[most];
    }

    /** How many were found. */
    public int count() {
        return count;
    }

    /** Whether there were more than it holds. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Index of an entity: chunk and row as in its id. */
    public int index(final int place) {
        return indices[place];
    }

    /** Its measure. */
    public long measure(final int place) {
        return measures[place];
    }

    void clear() {
        count = 0;
        truncated = false;
    }

    void add(final int index, final long measure) {
        if (count == indices.length) {
            truncated = true;
            return;
        }
        indices[count] = index;
        measures[count] = measure;
        count++;
    }

    /** Keeps the {@code most} smallest, in order of measure, then index. {@code most} is small and at most what fits. */
    void insert(final int index, final long measure, final int most) {
        if (count == most) {
            if (!isBefore(index, measure, count - 1)) {
                return;
            }
            count--;
        }
        int place = count++;
        while (place > 0 && isBefore(index, measure, place - 1)) {
            indices[place] = indices[place - 1];
            measures[place] = measures[place - 1];
            place--;
        }
        indices[place] = index;
        measures[place] = measure;
    }

    private boolean isBefore(final int index, final long measure, final int place) {
        return measure < measures[place] || (measure == measures[place] && index < indices[place]);
    }
}
