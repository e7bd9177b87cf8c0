package io.tos.benchmarks.swarm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one trial of the curve showed. A packet pair is a datagram in and a datagram out; CPU is of whole processes, the
 * kernel's work for them included.
 *
 * @param connected players that came in.
 * @param disconnects sessions that ended and should not have.
 * @param drops datagrams the kernel dropped, and messages without slab or slot.
 * @param serverNsPerPair CPU of the server's process; of it {@code networkNsPerPair} and {@code tickNsPerPair} are of those
 *     threads, the rest is of all others.
 * @param botsNsPerPair CPU of the players' process.
 */
record Row(
        int players,
        int connected,
        int disconnects,
        double tickRateHz,
        long tickP50Us,
        long tickP99Us,
        long drops,
        double meanVisible,
        double bytesPerPlayerPerSecond,
        double snapshotsPerPlayerPerSecond,
        double stalenessP99Ms,
        double inputToEffectP50Ms,
        double inputToEffectP99Ms,
        long oracleMismatches,
        double pairsPerSecond,
        long serverNsPerPair,
        long networkNsPerPair,
        long tickNsPerPair,
        long botsNsPerPair,
        double serverCores,
        double botsCores) {
    private static final long TICK_US = 16_667;
    private static final double TICK_HZ_MIN = 59;

    /** From the players' report with the server's in it. */
    static Row of(final JsonNode report) {
        final JsonNode server = report.path("server");
        final double pairs = (server.path("measuredDatagramsIn").asLong()
                        + server.path("measuredDatagramsOut").asLong())
                / 2.0;
        return new Row(
                report.path("players").asInt(),
                report.path("connected").asInt(),
                report.path("disconnects").asInt(),
                server.path("tickRateHz").asDouble(),
                server.path("tickP50Us").asLong(),
                server.path("tickP99Us").asLong(),
                server.path("kernelDrops").asLong() + server.path("appDrops").asLong(),
                report.path("meanVisible").asDouble(),
                report.path("bytesPerPlayerPerSecond").asDouble(),
                report.path("snapshotsPerPlayerPerSecond").asDouble(),
                report.path("stalenessP99Ms").asDouble(),
                report.path("inputToEffectP50Ms").asDouble(),
                report.path("inputToEffectP99Ms").asDouble(),
                report.path("oracleMismatches").asLong(),
                pairs / Math.max(0.001, server.path("measuredSeconds").asDouble()),
                server.path("cpuNsPerPacketPair").asLong(),
                server.path("networkThreadNsPerPacketPair").asLong(),
                server.path("tickThreadNsPerPacketPair").asLong(),
                report.path("cpuNsPerPacketPair").asLong(),
                server.path("cpuCores").asDouble(),
                report.path("cpuCores").asDouble());
    }

    /** Whether the server held: all came and stayed, ticks were on time, nothing was dropped or wrong. */
    boolean holds() {
        return connected == players
                && disconnects == 0
                && tickRateHz >= TICK_HZ_MIN
                && tickP99Us < TICK_US
                && drops == 0
                && oracleMismatches == 0;
    }
}
