package io.tos.benchmarks.transport.servers;

import io.tos.benchmarks.transport.Trial;
import java.util.function.IntConsumer;

/** A server that can be measured. Made for one case; runs trials one after the other on the calling thread's behalf. */
interface MeasuredServer {
    /** How many peers a send trial goes to. */
    int PEERS = 1000;

    /**
     * Opens a socket on loopback, tells its port, moves datagrams until the meter has seen enough, closes the socket.
     *
     * @param payloadBytes of every datagram.
     * @param meter measures the thread that moves the datagrams.
     * @param ports is told the port once.
     */
    Trial run(int payloadBytes, Meter meter, IntConsumer ports) throws Exception;
}
