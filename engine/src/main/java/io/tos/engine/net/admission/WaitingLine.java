package io.tos.engine.net.admission;

/** Sessions that wait for a free place, in order of arrival, by number of their {@link HalfOpen}. The admission agent's. */
final class WaitingLine {
    private final int[] waiting;
    private int count;

    WaitingLine(final int waitingMax) {
        this.waiting = new int[waitingMax];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == waiting.length;
    }

    /** Who has this place, from 0. */
    int at(final int place) {
        assert place < count;
        return waiting[place];
    }

    /** Goes to the end. */
    void add(final int halfOpen) {
        assert !isFull();
        waiting[count++] = halfOpen;
    }

    /** The newcomer takes the place of somebody else. */
    void replace(final int halfOpen, final int newcomer) {
        for (int place = 0; place < count; place++) {
            if (waiting[place] == halfOpen) {
                waiting[place] = newcomer;
                return;
            }
        }
        throw new IllegalStateException("not in the line");
    }

    /** Leaves the line; all behind move up. */
    void remove(final int halfOpen) {
        int kept = 0;
        for (int place = 0; place < count; place++) {
            if (waiting[place] != halfOpen) {
                waiting[kept++] = waiting[place];
            }
        }
        assert kept == count - 1 : "not in the line";
        count = kept;
    }
}
