package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.telemetry.Counter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** After warm-up a shard's network agent leaves no garbage: not while clients play, and not while they come and go. */
class AgentAllocationTest {
    private static final long SEED = 0xA110CL;
    private static final int CLIENTS = 64;
    private static final int WARM_TICKS = 600;
    private static final int TICKS = 300;
    private static final int WARM_ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long thread = Thread.currentThread().threadId();
    private long allocatedBytes;

    @Test
    void shouldAllocateNothingWhenSessionsPlay() {
        assumeTrue(CryptoBackend.choose().backend() == CryptoBackend.SODIUM, "Bouncy Castle may allocate");
        try (AgentRig rig = new AgentRig(SEED, CLIENTS).connectAll()) {
            play(rig, WARM_TICKS);
            allocatedBytes = 0;
            final long takenBefore = rig.count(Counter.PACKETS_ACCEPTED);
            play(rig, TICKS);

            assertTrue(rig.count(Counter.PACKETS_ACCEPTED) - takenBefore > CLIENTS * TICKS / 4, "there was play");
            assertEquals(CLIENTS, rig.established());
            assertEquals(0, allocatedBytes, "bytes over " + TICKS + " ticks");
        }
    }

    @Test
    void shouldAllocateNothingWhenSessionsComeAndGo() {
        assumeTrue(CryptoBackend.choose().backend() == CryptoBackend.SODIUM, "Bouncy Castle may allocate");
        try (AgentRig rig = new AgentRig(SEED + 1, CLIENTS)) {
            for (int round = 0; round < WARM_ROUNDS; round++) {
                comeAndGo(rig);
            }
            allocatedBytes = 0;
            comeAndGo(rig);

            assertEquals((WARM_ROUNDS + 1) * CLIENTS, rig.count(Counter.SESSIONS_OPENED));
            assertEquals((WARM_ROUNDS + 1) * CLIENTS, rig.count(Counter.SESSIONS_CLOSED));
            assertEquals(0, allocatedBytes, "bytes over " + CLIENTS + " sessions");
        }
    }

    private void comeAndGo(final AgentRig rig) {
        for (int index = 0; index < CLIENTS; index++) {
            rig.connections.get(index).connect(rig.credentials(index + 1L), rig.clock.nanoTime());
        }
        play(rig, 60);
        rig.connections.forEach(connection -> connection.close(rig.clock.nanoTime()));
        play(rig, 90);
    }

    private void play(final AgentRig rig, final int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            for (int index = 0; index < CLIENTS; index++) {
                if (tick % 2 == index % 2) {
                    rig.clients.get(index).echo(rig.connections.get(index), rig.clock.nanoTime());
                }
            }
            for (int quarter = 0; quarter < 4; quarter++) {
                rig.pass(AgentRig.TICK_NS / 4);
                network(rig);
                rig.admission.doWork();
                rig.curve.doWork();
                rig.admission.doWork();
                network(rig);
                rig.hub.doWork(rig.clock.nanoTime());
            }
            final long before = threads.getThreadAllocatedBytes(thread);
            rig.tick.run();
            allocatedBytes += threads.getThreadAllocatedBytes(thread) - before;
        }
    }

    private void network(final AgentRig rig) {
        final long before = threads.getThreadAllocatedBytes(thread);
        rig.agent.doWork();
        allocatedBytes += threads.getThreadAllocatedBytes(thread) - before;
    }
}
