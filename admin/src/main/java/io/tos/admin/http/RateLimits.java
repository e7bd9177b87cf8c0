package io.tos.admin.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket for each caller. The least recently seen are forgotten, so that addresses cannot fill the memory.
 * Thread-safe.
 */
public final class RateLimits {
    private static final int CALLERS_MAX = 20_000;

    private final int burst;
    private final Duration period;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, Bucket> eldest) {
            return size() > CALLERS_MAX;
        }
    };

    /**
     * @param burst how many may come at once.
     * @param period in which that many come back, evenly.
     */
    public RateLimits(final int burst, final Duration period, final Clock clock) {
        this.burst = burst;
        this.period = period;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /**
     * Takes one from the caller's budget.
     *
     * @throws ApiException 429 with the time to wait, when it is used up.
     */
    public void take(final String caller) {
        final ConsumptionProbe probe = bucket(caller).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            final long wait = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
            throw new ApiException(ApiError.TOO_MANY, ApiError.TOO_MANY.title(), java.util.List.of(), wait);
        }
    }

    private Bucket bucket(final String caller) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    caller,
                    _ -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(burst).refillGreedy(burst, period))
                            .withCustomTimePrecision(time)
                            .build());
        }
    }
}
