package io.tos.tools.bots;

import io.tos.engine.client.GameConnection;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;

/**
 * Numbered echo messages of one player on the gameplay channel: each must come back once and in order. The bots' thread
 * only.
 */
final class EchoCheck {
    /** Bytes of one message, with its type. */
    static final int MESSAGE_BYTES = MessageType.TYPE_BYTES + Echo.HEAD_BYTES + 20;

    private static final int NS_PER_US = 1000;

    private final BotTally tally;
    private final MemorySegment message;
    private final long intervalNs;
    private long sendAtNs;
    private int sent;
    private int expected;

    /**
     * @param message room for one message, shared by all players of the thread.
     * @param intervalNs between two messages; 0 for none at all.
     */
    EchoCheck(final BotTally tally, final MemorySegment message, final long intervalNs) {
        this.tally = tally;
        this.message = message;
        this.intervalNs = intervalNs;
    }

    /** A session ended: what was not answered never will be, and the next begins with new numbers. */
    void giveUp() {
        tally.abandoned += sent - expected;
        sent = 0;
        expected = 0;
        sendAtNs = 0;
    }

    /** Whether every message sent came back. */
    boolean isAnswered() {
        return expected == sent;
    }

    /** Sends what is due. Players do not send in step: each began when it was connected. */
    void play(final GameConnection connection, final long nowNs) {
        if (intervalNs == 0) {
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

    /** A message came; whether it was an answer. */
    boolean onMessage(final MemorySegment memory, final long from, final int length, final long nowNs) {
        if (length < MessageType.TYPE_BYTES + Echo.HEAD_BYTES
                || LittleEndian.u16(memory, from) != MessageType.ECHO_REPLY.id()) {
            return false;
        }
        final long payload = from + MessageType.TYPE_BYTES;
        final int number = Echo.number(memory, payload);
        if (number < expected) {
            tally.duplicates++;
            return true;
        }
        if (number > expected) {
            tally.outOfOrder++;
        }
        expected = number + 1;
        tally.delivered++;
        tally.roundTrips.recordUs(nowNs / NS_PER_US - Echo.sentUs(memory, payload));
        return true;
    }
}
