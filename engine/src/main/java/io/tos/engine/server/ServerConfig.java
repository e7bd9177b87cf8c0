package io.tos.engine.server;

import io.tos.engine.net.TransportConfig;

/**
 * Everything an operator may set, as read from {@code tos.yaml}, environment and flags.
 *
 * @param network the UDP front door.
 * @param tick the simulation's pace.
 */
public record ServerConfig(TransportConfig network, TickConfig tick) {
    /** What a server does when told nothing. */
    public static final ServerConfig DEFAULT = new ServerConfig(TransportConfig.DEFAULT, TickConfig.DEFAULT);
}
