package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.protocol.Channel;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** After warm-up packets, acks, losses and reliable messages leave no garbage. */
class SessionAllocationTest {
    private static final long MS = SessionPair.MS;
    private static final int PACKETS = 10_000;

    @Test
    void shouldAllocateNothingWhenPacketsFlow() {
        assumeTrue(CryptoBackend.choose().backend() == CryptoBackend.SODIUM, "Bouncy Castle may allocate");
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        try (SessionPair pair = new SessionPair(0xA110CL).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(2).delayMs(20));
            pair.server.records = false;
            pair.client.records = false;
            flow(pair);
            flow(pair);

            final long before = threads.getThreadAllocatedBytes(thread);
            flow(pair);
            final long allocated = threads.getThreadAllocatedBytes(thread) - before;

            assertEquals(0, allocated, "bytes over " + PACKETS + " packets each way");
            assertEquals(SessionState.ESTABLISHED, pair.server.sessions.state(pair.server.cid));
            assertTrue(pair.server.frames > 25_000, "inputs came");
        }
    }

    private static void flow(final SessionPair pair) {
        final Endpoint client = pair.client;
        final Endpoint server = pair.server;
        final long from = client.write(1, 40);
        final long reply = server.write(1, 100);
        for (int packet = 0; packet < PACKETS; packet++) {
            client.sessions.sendInput(client.cid, client.memory, from, 40, 0, pair.nowNs);
            if (packet % 8 == 0) {
                server.sessions.sendSnapshot(server.cid, packet & 0xFFFF, server.memory, reply, 100, pair.nowNs);
                client.sessions.send(client.cid, Channel.GAMEPLAY, client.memory, from, 40, 0);
                server.sessions.send(server.cid, Channel.EVENTS, server.memory, reply, 100, 0);
            }
            pair.step(10 * MS);
        }
    }

    @Test
    void shouldTakeLessThanEightKilobytesWhenASessionIsIdle() {
        assertTrue(Sessions.recordBytes() <= 8 << 10, "bytes per session: " + Sessions.recordBytes());
    }
}
