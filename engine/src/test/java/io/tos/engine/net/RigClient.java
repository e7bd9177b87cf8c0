package io.tos.engine.net;

import io.tos.engine.client.ClientEvents;
import io.tos.engine.client.GameConnection;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A client that sends numbered ECHOs and checks that each comes back once and in order. */
final class RigClient implements ClientEvents {
    private static final int MESSAGE_BYTES = MessageType.TYPE_BYTES + Echo.HEAD_BYTES + 20;

    int establishedCount;
    int closedCount;
    int sent;
    int answered;
    int outOfOrder;
    private final MemorySegment message;

    RigClient(final Arena arena) {
        this.message = arena.allocate(MESSAGE_BYTES, 8);
    }

    /** Sends the next number; it stays unsent when there is no room. */
    boolean echo(final GameConnection connection, final long nowNs) {
        LittleEndian.put16(message, 0, MessageType.ECHO.id());
        Echo.write(message, MessageType.TYPE_BYTES, sent, nowNs / 1000);
        final boolean isTaken = connection.send(Channel.GAMEPLAY, message, 0, MESSAGE_BYTES) == SendResult.TAKEN;
        sent += isTaken ? 1 : 0;
        return isTaken;
    }

    @Override
    public void onEstablished(final GameConnection connection) {
        establishedCount++;
    }

    @Override
    public void onMessage(
            final GameConnection connection,
            final int channelId,
            final MemorySegment memory,
            final long from,
            final int length) {
        final boolean isNext = Echo.number(memory, from + MessageType.TYPE_BYTES) == answered;
        outOfOrder += isNext ? 0 : 1;
        answered++;
    }

    @Override
    public boolean onSnapshot(
            final GameConnection connection, final MemorySegment memory, final long from, final int length) {
        return true;
    }

    @Override
    public void onClosed(final GameConnection connection) {
        closedCount++;
    }
}
