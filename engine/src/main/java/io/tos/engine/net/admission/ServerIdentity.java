package io.tos.engine.net.admission;

import io.tos.engine.crypto.ServerSecret;

/**
 * Who this server is to its clients. Immutable.
 *
 * @param secret the one secret of the server.
 * @param instanceId random, new at every start: tokens of earlier runs are worth nothing.
 * @param protocolId family of protocols that tokens are made for.
 * @param schemaHash of the message table; a client with another one is refused.
 * @param build number of this build, told to clients whose table differs.
 */
public record ServerIdentity(ServerSecret secret, long instanceId, long protocolId, long schemaHash, int build) {}
