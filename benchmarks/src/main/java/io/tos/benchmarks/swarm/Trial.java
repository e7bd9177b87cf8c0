package io.tos.benchmarks.swarm;

import java.util.List;

/**
 * One run: how many players do what for how long.
 *
 * @param players of the swarm; they wander.
 * @param seconds that are measured.
 * @param inputHz input packets a second and player.
 * @param snapshotHz snapshots a second and player.
 * @param leadTicks that inputs come early.
 * @param creatures in the world beside them.
 */
record Trial(int players, int seconds, int inputHz, int snapshotHz, int leadTicks, int creatures) {
    /** The world of all measurements, and nothing else; in the form of tos.yaml. */
    String configuration() {
        return """
                worlds:
                  maps: [bench_plain]
                  start: bench_plain
                  creatures: %d
                """.formatted(creatures);
    }

    /** Arguments of {@code tos bots}, but for the data directory. */
    List<String> arguments() {
        return List.of(
                "--players",
                text(players),
                "--seconds",
                text(seconds),
                "--input-rate",
                text(inputHz),
                "--snapshot-rate",
                text(snapshotHz),
                "--lead",
                text(leadTicks),
                "--rate",
                "0",
                "--json");
    }

    private static String text(final int number) {
        return String.valueOf(number);
    }
}
