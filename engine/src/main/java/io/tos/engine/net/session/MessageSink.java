package io.tos.engine.net.session;

import java.lang.foreign.MemorySegment;

/** Takes messages a peer sent, whole and in the order their channel promises. */
@FunctionalInterface
interface MessageSink {
    /**
     * A message; its bytes are valid until this returns.
     *
     * @param session offset of the session's record.
     * @param channelId of the channel it came on.
     * @return false when there is no room now: it will be offered again.
     */
    boolean onMessage(long session, int channelId, MemorySegment source, long from, int length);
}
