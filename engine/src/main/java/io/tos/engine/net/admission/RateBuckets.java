package io.tos.engine.net.admission;

import java.util.Arrays;

/**
 * Token buckets for any number of keys in a fixed table: keys that fall on the same place share a bucket. So it never
 * fills, never evicts and costs the same under attack; the place depends on a secret, so nobody can aim at somebody
 * else's bucket. One agent's own.
 */
final class RateBuckets {
    /** For rates per second. */
    static final long SECOND_NS = 1_000_000_000L;

    private final long units;
    private final long periodNs;
    private final long levelMax;
    private final long secret;
    private final long[] level;
    private final long[] filledNs;

    /**
     * @param units that come in each {@code periodNs}. Levels are counted in unit nanoseconds: a unit is worth one period.
     * @param burst units a full bucket holds.
     * @param places how many buckets, a power of two.
     * @param secret chosen at start.
     */
    RateBuckets(final long units, final long periodNs, final long burst, final int places, final long secret) {
        assert Integer.bitCount(places) == 1 : places;
        this.units = units;
        this.periodNs = periodNs;
        this.levelMax = burst * periodNs;
        this.secret = secret;
        this.level = new long[places];
        this.filledNs = new long[places];
        Arrays.fill(level, levelMax);
    }

    /** Takes one unit from the key's bucket if there is one. */
    boolean take(final long key, final long nowNs) {
        final int place = place(key);
        fill(place, nowNs);
        if (level[place] < periodNs) {
            return false;
        }
        level[place] -= periodNs;
        return true;
    }

    /** How long until the key's bucket has a unit again; 0 if it has one. */
    long waitNs(final long key, final long nowNs) {
        final int place = place(key);
        fill(place, nowNs);
        final long missing = periodNs - level[place];
        return missing <= 0 ? 0 : missing / units + 1;
    }

    /** A bucket that was never used is full, so where its clock starts does not matter. */
    private void fill(final int place, final long nowNs) {
        final long elapsedNs = nowNs - filledNs[place];
        filledNs[place] = nowNs;
        if (elapsedNs >= levelMax / units || elapsedNs < 0) {
            level[place] = levelMax;
        } else {
            level[place] = Math.min(levelMax, level[place] + elapsedNs * units);
        }
    }

    private int place(final long key) {
        long hash = (key ^ secret) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
        hash = (hash ^ secret) * 0xBF58476D1CE4E5B9L;
        return (int) (hash >>> 40) & (level.length - 1);
    }
}
