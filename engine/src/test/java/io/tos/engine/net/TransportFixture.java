package io.tos.engine.net;

import io.tos.engine.telemetry.Counters;
import java.net.InetSocketAddress;

/** A transport under test, opened on the calling thread, and a way to make peers for it. */
interface TransportFixture extends AutoCloseable {
    /** The transport under test. */
    Transport transport();

    /** What it counts into. */
    Counters counters();

    /** A new peer that talks to it. */
    Peer newPeer();

    /** Whether a datagram from another peer than the one before costs the platform memory (the JDK's own channels). */
    default boolean allocatesPerSender() {
        return false;
    }

    @Override
    void close();

    /** Somebody at the other end. */
    interface Peer extends AutoCloseable {
        /** Sends one datagram to the transport; it is there, or lost, when this returns. */
        void send(byte[] payload);

        /** The next datagram that came from the transport, or an assertion error when none comes for seconds. */
        byte[] receive();

        /** Where datagrams for this peer go. */
        InetSocketAddress address();

        @Override
        void close();
    }
}
