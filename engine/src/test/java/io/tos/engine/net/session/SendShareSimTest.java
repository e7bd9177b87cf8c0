package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.LinkConditions;
import io.tos.engine.protocol.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs keep their share of the rate, whatever else wants to leave. */
@Timeout(300) // a hang is a failure; nothing here waits for real time
class SendShareSimTest {
    private static final long SEED = 0x5E4D_0001L;
    private static final int MESSAGE_BYTES = 900;

    private static void fill(final Endpoint from, final int number, final int length) {
        SendResult result = SendResult.TAKEN;
        while (result == SendResult.TAKEN) {
            result = from.sessions.send(from.cid, Channel.GAMEPLAY, from.memory, from.write(number, length), length, 0);
        }
    }

    /** Acks used to carry messages past the rate, so that nothing was left for inputs for seconds. */
    @Test
    void shouldLetInputsThroughWhenMessagesAlwaysWaitOnALossyPath() {
        try (SessionPair pair = new SessionPair(SEED).establish()) {
            pair.link(LinkConditions.CLEAN.lossPercent(28).delayMs(10));
            final Endpoint client = pair.client;
            int heard = 0;
            for (int second = 0; second < 20; second++) {
                for (int turn = 0; turn < 30; turn++) {
                    fill(client, turn, MESSAGE_BYTES);
                    fill(pair.server, turn, MESSAGE_BYTES);
                    client.sessions.sendInput(client.cid, client.memory, client.write(turn, 40), 40, 0, pair.nowNs);
                    pair.run(33 * SessionPair.MS);
                }
                final int inputs = pair.server.frames - heard;
                assertTrue(inputs >= 3, "in second " + second + ": " + inputs);
                heard = pair.server.frames;
            }
        }
    }
}
