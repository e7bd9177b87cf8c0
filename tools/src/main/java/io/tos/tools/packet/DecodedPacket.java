package io.tos.tools.packet;

import io.tos.engine.protocol.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of a datagram.
 *
 * @param direction which way it went, or null if nothing tells.
 * @param kind HELLO, CHALLENGE, CONNECT, ACCEPT, RESET, data or foreign.
 * @param label the session or handshake it belongs to, short.
 * @param parts what was in it, the head first.
 * @param problem what is wrong with it as a whole, or nothing.
 */
record DecodedPacket(
        Datagram datagram,
        @Nullable Direction direction,
        String kind,
        String label,
        List<Part> parts,
        Outcome outcome,
        String problem) {}
