package io.tos.engine.client;

import io.tos.engine.protocol.MessageType;

/**
 * What a client is and would like. Immutable.
 *
 * @param build number, for the server's log.
 * @param schemaHash of the message table it was built with.
 * @param inputHz input packets a second, 20 to 60.
 * @param snapshotHz snapshots a second: 10, 20, 30 or 60.
 * @param receiveBytesPerSecond what its line takes, 0 for no wish.
 */
public record ClientProfile(int build, long schemaHash, int inputHz, int snapshotHz, int receiveBytesPerSecond) {
    /** An ordinary client of this build. */
    public static final ClientProfile DEFAULT = new ClientProfile(1, MessageType.SCHEMA_HASH, 30, 20, 0);

    /** The same with another rate of input packets. */
    public ClientProfile withInputHz(final int hz) {
        return new ClientProfile(build, schemaHash, hz, snapshotHz, receiveBytesPerSecond);
    }

    /** The same with another rate of snapshots. */
    public ClientProfile withSnapshotHz(final int hz) {
        return new ClientProfile(build, schemaHash, inputHz, hz, receiveBytesPerSecond);
    }
}
