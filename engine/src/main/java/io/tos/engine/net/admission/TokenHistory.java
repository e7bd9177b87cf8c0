package io.tos.engine.net.admission;

/**
 * Which connect tokens and resume tickets were seen: open addressing over plain arrays, keyed by their 128-bit ids. An
 * entry lives until its token cannot be used any more; a full table refuses, it never forgets what still matters. The
 * admission agent's own.
 */
final class TokenHistory {
    /** Answer of {@link #find}: never seen. */
    static final int NONE = -1;

    /** Owner of an entry whose token has been used up. */
    static final int CONSUMED = -1;

    private final int entriesMax;
    private final int mask;
    private final long secret;
    private final long[] idHigh;
    private final long[] idLow;
    private final int[] owner;
    private final long[] forgetAtSeconds;
    private int count;
    private int sweepPlace;

    /**
     * @param entriesMax a power of two; the table has twice as many places.
     * @param secret chosen at start, so that nobody who mints tokens can make them collide.
     */
    TokenHistory(final int entriesMax, final long secret) {
        assert Integer.bitCount(entriesMax) == 1 : entriesMax;
        this.entriesMax = entriesMax;
        this.mask = 2 * entriesMax - 1;
        this.secret = secret;
        this.idHigh = new long[2 * entriesMax];
        this.idLow = new long[2 * entriesMax];
        this.owner = new int[2 * entriesMax];
        this.forgetAtSeconds = new long[2 * entriesMax];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == entriesMax;
    }

    /** Where the token is, or {@link #NONE}. The place is good until the next {@link #add} or {@link #remove}. */
    int find(final long high, final long low) {
        for (int place = home(high, low); forgetAtSeconds[place] != 0; place = place + 1 & mask) {
            if (idHigh[place] == high && idLow[place] == low) {
                return place;
            }
        }
        return NONE;
    }

    /** Who is using the token: a half-open handshake, or {@link #CONSUMED}. */
    int owner(final int place) {
        return owner[place];
    }

    /** Remembers a token that was not there; the table is not full. */
    void add(final long high, final long low, final int newOwner, final long forgetAt) {
        assert !isFull() && forgetAt > 0 && find(high, low) == NONE;
        int place = home(high, low);
        while (forgetAtSeconds[place] != 0) {
            place = place + 1 & mask;
        }
        put(place, high, low, newOwner, forgetAt);
        count++;
    }

    /** The token can never be used again. */
    void consume(final long high, final long low) {
        final int place = find(high, low);
        assert place != NONE;
        owner[place] = CONSUMED;
    }

    /** Until when a token that is there is remembered, Unix seconds. */
    long forgetAtSeconds(final long high, final long low) {
        final int place = find(high, low);
        assert place != NONE;
        return forgetAtSeconds[place];
    }

    /** Forgets a token that was not used in the end. */
    void remove(final long high, final long low) {
        final int place = find(high, low);
        assert place != NONE;
        removeAt(place);
    }

    /** Looks at some places and forgets consumed entries whose time is over; call it each duty cycle. */
    void sweep(final long nowSeconds, final int places) {
        for (int step = 0; step < places; step++) {
            final long forgetAt = forgetAtSeconds[sweepPlace];
            if (forgetAt != 0 && forgetAt < nowSeconds && owner[sweepPlace] == CONSUMED) {
                removeAt(sweepPlace);
            } else {
                sweepPlace = sweepPlace + 1 & mask;
            }
        }
    }

    /** Moves later entries of the same run up, so that no tombstones are needed. */
    private void removeAt(final int removed) {
        int hole = removed;
        for (int place = hole + 1 & mask; forgetAtSeconds[place] != 0; place = place + 1 & mask) {
            final int distanceFromHome = place - home(idHigh[place], idLow[place]) & mask;
            if (distanceFromHome >= (place - hole & mask)) {
                put(hole, idHigh[place], idLow[place], owner[place], forgetAtSeconds[place]);
                hole = place;
            }
        }
        put(hole, 0, 0, 0, 0);
        count--;
    }

    private void put(final int place, final long high, final long low, final int newOwner, final long forgetAt) {
        idHigh[place] = high;
        idLow[place] = low;
        owner[place] = newOwner;
        forgetAtSeconds[place] = forgetAt;
    }

    private int home(final long high, final long low) {
        long hash = (high ^ secret) * 0x9E3779B97F4A7C15L ^ low;
        hash ^= hash >>> 32;
        hash *= 0xBF58476D1CE4E5B9L;
        return (int) (hash >>> 32) & mask;
    }
}
