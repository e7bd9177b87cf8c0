package io.tos.engine.net.admission;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import org.agrona.collections.IntArrayQueue;

/**
 * Handshakes that passed every cheap check, on their way to the curve: each needs an id that its shard has lent and a
 * place in a curve's queue. When hundreds come at once, as after a restart, both are used up for some milliseconds; the
 * handshakes wait here, in order, one line per shard. At most as many as may be half open. The admission agent's own.
 */
final class CurveLine {
    /** A shard that lends no id for so long has none: only then the server is full. */
    private static final long ID_WAIT_NS = 1_000_000_000L;

    private static final int NOBODY = -1;

    private final IntArrayQueue[] lines;
    private final HalfOpenPool pool;
    private final Entrants entrants;
    private final HandshakeAgent[] curves;
    private final Counters counters;
    private int nextCurve;

    CurveLine(
            final int shards,
            final HalfOpenPool pool,
            final Entrants entrants,
            final HandshakeAgent[] curves,
            final Counters counters) {
        this.lines = new IntArrayQueue[shards];
        for (int shard = 0; shard < shards; shard++) {
            lines[shard] = new IntArrayQueue(NOBODY);
        }
        this.pool = pool;
        this.entrants = entrants;
        this.curves = curves.clone();
        this.counters = counters;
    }

    /** A handshake begins, be it to be accepted or refused. */
    void add(final HalfOpen halfOpen, final long nowNs) {
        halfOpen.isAtCurve = true;
        halfOpen.beganNs = nowNs;
        entrants.begin(halfOpen);
        final IntArrayQueue line = lines[halfOpen.shard];
        if (!line.isEmpty() || !go(halfOpen, nowNs)) {
            counters.increment(Counter.HANDSHAKES_DELAYED);
            line.addInt(halfOpen.index);
        }
    }

    /** Sends on whoever's turn has come; returns how many. */
    int serve(final long nowNs) {
        int served = 0;
        for (final IntArrayQueue line : lines) {
            while (!line.isEmpty() && go(pool.at(line.peekInt()), nowNs)) {
                line.pollInt();
                served++;
            }
        }
        return served;
    }

    private boolean go(final HalfOpen halfOpen, final long nowNs) {
        if (halfOpen.refusal == null && halfOpen.cid == ConnectionId.NONE && !name(halfOpen, nowNs)) {
            return false;
        }
        for (int tried = 0; tried < curves.length; tried++) {
            nextCurve = (nextCurve + 1) % curves.length;
            if (curves[nextCurve].inbound.offer(halfOpen)) {
                return true;
            }
        }
        return false;
    }

    private boolean name(final HalfOpen halfOpen, final long nowNs) {
        halfOpen.cid = entrants.takeStock(halfOpen.shard);
        if (halfOpen.cid != ConnectionId.NONE) {
            entrants.name(halfOpen);
            return true;
        }
        if (nowNs - halfOpen.beganNs < ID_WAIT_NS) {
            return false;
        }
        halfOpen.refusalCounter = Counter.REFUSED_FULL;
        halfOpen.refusal = CloseReason.FULL;
        return true;
    }
}
