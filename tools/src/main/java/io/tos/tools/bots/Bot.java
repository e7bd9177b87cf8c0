package io.tos.tools.bots;

import io.tos.engine.client.ClientEvents;
import io.tos.engine.client.GameConnection;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;

/**
 * One client that sends numbered echo messages on the gameplay channel and checks that each comes back once and in order.
 * The bots' thread only.
 */
final class Bot implements ClientEvents {
    private static final int FILLING_BYTES = 20;
    private static final int MESSAGE_BYTES = MessageType.TYPE_BYTES + Echo.HEAD_BYTES + FILLING_BYTES;
    private static final int NS_PER_US = 1000;

    private final BotTally tally;
    private final MemorySegment message;
    private final long intervalNs;
    private boolean isLeaving;
    private long sendAtNs;
    private int sent;
    private int expected;

    /** @param message room for one message, shared by all bots. */
    Bot(final BotTally tally, final MemorySegment message, final long intervalNs) {
        this.tally = tally;
        this.message = message;
        this.intervalNs = intervalNs;
    }

    /** Whether every message it sent came back. */
    boolean isAnswered() {
        return expected == sent;
    }

    /** Sends what is due. Bots do not send in step: each began when it was connected. */
    void play(final GameConnection connection, final long nowNs) {
        if (connection.state() != GameConnection.State.ESTABLISHED) {
            return;
        }
        if (sendAtNs == 0) {
            sendAtNs = nowNs;
        }
        if (nowNs < sendAtNs) {
            return;
        }
        LittleEndian.put16(message, 0, MessageType.ECHO.id());
        Echo.write(message, MessageType.TYPE_BYTES, sent, nowNs / NS_PER_US);
        if (connection.send(Channel.GAMEPLAY, message, 0, MESSAGE_BYTES) == SendResult.TAKEN) {
            sent++;
            tally.sent++;
        } else {
            tally.postponed++;
        }
        sendAtNs = Math.max(sendAtNs + intervalNs, nowNs - 4 * intervalNs);
    }

    /** From now on being closed is no surprise. */
    void leave(final GameConnection connection, final long nowNs) {
        isLeaving = true;
        connection.close(nowNs);
    }

    @Override
    public void onEstablished(final GameConnection connection) {
        tally.connected++;
    }

    @Override
    public void onMessage(
            final GameConnection connection,
            final int channelId,
            final MemorySegment memory,
            final long from,
            final int length) {
        if (length < MessageType.TYPE_BYTES + Echo.HEAD_BYTES
                || LittleEndian.u16(memory, from) != MessageType.ECHO_REPLY.id()) {
            tally.otherMessages++;
            return;
        }
        final long payload = from + MessageType.TYPE_BYTES;
        final int number = Echo.number(memory, payload);
        if (number < expected) {
            tally.duplicates++;
            return;
        }
        if (number > expected) {
            tally.outOfOrder++;
        }
        expected = number + 1;
        tally.delivered++;
        tally.roundTripUs(System.nanoTime() / NS_PER_US - Echo.sentUs(memory, payload));
    }

    @Override
    public boolean onSnapshot(
            final GameConnection connection, final MemorySegment memory, final long from, final int length) {
        tally.snapshots++;
        return true;
    }

    @Override
    public void onClosed(final GameConnection connection) {
        if (!isLeaving) {
            tally.lost(connection.reason());
        }
    }
}
