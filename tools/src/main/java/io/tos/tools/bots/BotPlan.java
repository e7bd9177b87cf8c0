package io.tos.tools.bots;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a swarm is to do.
 *
 * @param scenario how its players move.
 * @param players how many, one socket each.
 * @param seconds of play that are measured, from when all are in the world.
 * @param rates how often each sends.
 * @param line what is between them and the server.
 * @param threads among which the players are divided.
 * @param predict whether each predicts its own avatar, as a real client does.
 * @param leadTicks how early inputs are to come, see {@link io.tos.engine.client.InputClock}.
 */
record BotPlan(
        Scenario scenario,
        int players,
        int seconds,
        Rates rates,
        Line line,
        int threads,
        boolean predict,
        int leadTicks) {
    /**
     * How often things are sent, a second and player.
     *
     * @param inputHz packets with inputs, 20 to 60.
     * @param snapshotHz snapshots asked for: 10, 20, 30 or 60.
     * @param echoHz reliable messages that the server has to send back, 0 for none.
     */
    record Rates(int inputHz, int snapshotHz, int echoHz) {}

    /**
     * Faults in each direction.
     *
     * @param lossPercent of the datagrams.
     * @param lagMs added.
     * @param seed decides which are lost.
     */
    record Line(int lossPercent, int lagMs, long seed) {
        boolean isClean() {
            return lossPercent == 0 && lagMs == 0;
        }
    }

    /** How many players each thread has. */
    List<Integer> shares() {
        return IntStream.range(0, threads)
                .mapToObj(thread -> players * (thread + 1) / threads - players * thread / threads)
                .toList();
    }
}
