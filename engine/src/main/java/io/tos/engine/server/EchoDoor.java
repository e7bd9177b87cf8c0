package io.tos.engine.server;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/** Sends every echo message back to where it came from, one tick later. Tick thread only. */
final class EchoDoor {
    private final SlabPipe inbound;
    private final SlabPipe outbound;
    private final Runnable wakeNetwork;
    private final Counters counters;

    /**
     * @param wakeNetwork ends the network agent's wait; called when something was published.
     */
    EchoDoor(final SlabPipe inbound, final SlabPipe outbound, final Runnable wakeNetwork, final Counters counters) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.wakeNetwork = wakeNetwork;
        this.counters = counters;
    }

    /** Takes everything that has arrived. */
    void drain() {
        for (Slab slab = inbound.take(); slab != null; slab = inbound.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                echo(slab, frame);
            }
            inbound.recycle(slab);
        }
    }

    /** Hands this tick's answers to the network agent. */
    void publish() {
        if (outbound.publish()) {
            wakeNetwork.run();
        }
    }

    private void echo(final Slab source, final int frame) {
        final int length = source.lengthAt(frame);
        final Slab target = outbound.claim(length);
        if (target == null) {
            counters.increment(Counter.OUTBOUND_NO_SLAB);
            return;
        }
        MemorySegment.copy(source.memory(), frame + (long) Slab.HEAD_BYTES, target.memory(), target.payload(), length);
        target.commit(source.headAt(frame), length);
    }
}
