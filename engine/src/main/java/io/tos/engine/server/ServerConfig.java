package io.tos.engine.server;

import io.tos.engine.net.TransportConfig;
import io.tos.engine.store.StoreConfig;

/**
 * Everything an operator may set, as read from {@code tos.yaml}, environment and flags.
 *
 * @param network the UDP front door.
 * @param admission who may come in.
 * @param tick the simulation's pace.
 * @param rekey when keys change.
 * @param worlds which maps run.
 * @param telemetry how it is looked at.
 * @param admin which administration service it belongs to.
 * @param store how saves reach the disk.
 */
public record ServerConfig(
        TransportConfig network,
        AdmissionConfig admission,
        TickConfig tick,
        RekeyConfig rekey,
        WorldsConfig worlds,
        TelemetryConfig telemetry,
        AdminLinkConfig admin,
        StoreConfig store) {
    /** What a server does when told nothing. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            TransportConfig.DEFAULT,
            AdmissionConfig.DEFAULT,
            TickConfig.DEFAULT,
            RekeyConfig.DEFAULT,
            WorldsConfig.DEFAULT,
            TelemetryConfig.DEFAULT,
            AdminLinkConfig.DEFAULT,
            StoreConfig.DEFAULT);

    /** The same with another front door. */
    public ServerConfig withNetwork(final TransportConfig other) {
        return new ServerConfig(other, admission, tick, rekey, worlds, telemetry, admin, store);
    }

    /** The same with other rules for coming in. */
    public ServerConfig withAdmission(final AdmissionConfig other) {
        return new ServerConfig(network, other, tick, rekey, worlds, telemetry, admin, store);
    }

    /** The same with another rule for changing keys. */
    public ServerConfig withRekey(final RekeyConfig other) {
        return new ServerConfig(network, admission, tick, other, worlds, telemetry, admin, store);
    }

    /** The same with other maps. */
    public ServerConfig withWorlds(final WorldsConfig other) {
        return new ServerConfig(network, admission, tick, rekey, other, telemetry, admin, store);
    }

    /** The same with another way of looking at it. */
    public ServerConfig withTelemetry(final TelemetryConfig other) {
        return new ServerConfig(network, admission, tick, rekey, worlds, other, admin, store);
    }

    /** The same with another administration service. */
    public ServerConfig withAdmin(final AdminLinkConfig other) {
        return new ServerConfig(network, admission, tick, rekey, worlds, telemetry, other, store);
    }
}
