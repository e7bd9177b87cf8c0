package io.tos.engine.server;

import io.tos.engine.net.Transport;
import org.agrona.concurrent.IdleStrategy;

/** Waits in the kernel for the next datagram, a wake-up or half a millisecond, whichever is first. */
final class TransportIdle implements IdleStrategy {
    private static final long PARK_NS = 500_000;

    private final Transport transport;

    TransportIdle(final Transport transport) {
        this.transport = transport;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        transport.park(PARK_NS);
    }

    @Override
    public void reset() {}

    @Override
    public String alias() {
        return "transport";
    }
}
