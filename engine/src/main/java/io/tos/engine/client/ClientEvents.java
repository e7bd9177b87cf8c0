package io.tos.engine.client;

import java.lang.foreign.MemorySegment;

/** What a {@link GameConnection} tells its owner, on the clients' thread. Bytes are valid until the method returns. */
public interface ClientEvents {
    /** The server has proven its keys: messages may be sent. */
    void onEstablished(GameConnection connection);

    /** A message of the server, once and in the order its channel promises; not those the connection itself deals with. */
    void onMessage(GameConnection connection, int channelId, MemorySegment memory, long from, int length);

    /**
     * A SNAPSHOT came, perhaps late.
     *
     * @return false when its packet must not be acked: it is of a world that this client is not in yet.
     */
    boolean onSnapshot(GameConnection connection, MemorySegment memory, long from, int length);

    /** The connection is over; {@link GameConnection#reason()} says why. */
    void onClosed(GameConnection connection);
}
