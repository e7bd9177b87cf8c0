package io.tos.engine.server;

/**
 * How the simulation is paced.
 *
 * @param ticksPerSecond 1 to 128.
 */
public record TickConfig(int ticksPerSecond) {
    /** 60 ticks a second. */
    public static final TickConfig DEFAULT = new TickConfig(60);

    public TickConfig {
        if (ticksPerSecond < 1 || ticksPerSecond > 128) {
            throw new IllegalArgumentException("ticks_per_second must be 1 to 128: " + ticksPerSecond);
        }
    }
}
