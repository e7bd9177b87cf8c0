package io.tos.engine.edge.replication;

import io.tos.engine.game.interest.Concealment;

/**
 * What a replicator is made for.
 *
 * @param viewersMax most viewers at once; each takes about 13 KB.
 * @param bytesPerSecond a viewer's rate until its path says another, UDP payload.
 * @param concealment who is hidden from whom.
 */
public record ReplicationConfig(int viewersMax, int bytesPerSecond, Concealment concealment) {
    public ReplicationConfig {
        if (viewersMax < 1 || viewersMax > 1 << 16 || bytesPerSecond < 1) {
            throw new IllegalArgumentException("out of range: " + viewersMax + ", " + bytesPerSecond);
        }
    }
}
