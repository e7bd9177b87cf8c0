package io.tos.engine.store;

/**
 * How saves reach the disk.
 *
 * @param commitIntervalMs how long rows are gathered before they are made durable together; 1 to 1,000.
 * @param saveIntervalMs how often a character in a world is looked at and written if it changed; 500 to 60,000.
 * @param databaseMbMax what the database may grow to, in MiB; 16 to 1,048,576.
 */
public record StoreConfig(int commitIntervalMs, int saveIntervalMs, int databaseMbMax) {
    /** Durable together every 20 ms, positions looked at every 2 s, 64 GiB. */
    public static final StoreConfig DEFAULT = new StoreConfig(20, 2_000, 65_536);

    public StoreConfig {
        require(
                commitIntervalMs >= 1 && commitIntervalMs <= 1_000,
                "commit_interval_ms must be 1 to 1000",
                commitIntervalMs);
        require(
                saveIntervalMs >= 500 && saveIntervalMs <= 60_000,
                "save_interval_ms must be 500 to 60000",
                saveIntervalMs);
        require(
                databaseMbMax >= 16 && databaseMbMax <= 1 << 20,
                "database_mb_max must be 16 to 1048576",
                databaseMbMax);
    }

    /** What the database may grow to. */
    public long databaseBytesMax() {
        return (long) databaseMbMax << 20;
    }

    private static void require(final boolean holds, final String rule, final int given) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + given);
        }
    }
}
