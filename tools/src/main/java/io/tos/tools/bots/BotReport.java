package io.tos.tools.bots;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The figures of a swarm's run; docs/how-to/load-test.md says what each means. */
final class BotReport {
    private static final double HUNDREDTHS = 100;

    private final BotPlan plan;
    private final BotTally tally;
    private final SwarmContext.Window window;
    private final ObjectNode server;

    BotReport(final BotPlan plan, final Swarm.Outcome outcome) {
        this.plan = plan;
        this.tally = outcome.tally();
        this.window = outcome.window();
        this.server = outcome.server();
    }

    /** Whether all came into the world and stayed, every echo came back once and in order, and nothing wrong was seen. */
    boolean isGood() {
        return tally.connected >= plan.players()
                && tally.entered >= plan.players()
                && tally.disconnects() == 0
                && tally.delivered + tally.abandoned == tally.sent
                && tally.duplicates == 0
                && tally.outOfOrder == 0
                && tally.mismatches == 0;
    }

    /** All figures, in the order a reader wants them. */
    ObjectNode json() {
        final ObjectNode node = new ObjectMapper().createObjectNode();
        final double seconds = window.wallNs / 1e9;
        final long pairs = (window.datagramsIn + window.datagramsOut) / 2;
        node.put("scenario", plan.scenario().word())
                .put("players", plan.players())
                .put("sockets", plan.players())
                .put("connected", tally.connected)
                .put("entered", tally.entered)
                .put("portals", tally.portals)
                .put("disconnects", tally.disconnects())
                .put("measuredSeconds", rounded(seconds))
                .put("snapshotsIn", window.snapshots)
                .put("snapshotsPerPlayerPerSecond", rounded(perPlayerSecond(window.snapshots)))
                .put("bytesPerPlayerPerSecond", rounded(perPlayerSecond(window.bytesIn)))
                .put("bytesUpPerPlayerPerSecond", rounded(perPlayerSecond(window.bytesOut)))
                .put("meanVisible", rounded(tally.visibleLooks == 0 ? 0 : (double) tally.visible / tally.visibleLooks))
                .put("oracleChecks", tally.integrityChecks)
                .put("oracleMismatches", tally.mismatches)
                .put("baseMisses", tally.baseMisses)
                .put("stalenessP50Ms", rounded(tally.staleness.ms(50)))
                .put("stalenessP99Ms", rounded(tally.staleness.ms(99)))
                .put("stalenessMaxMs", rounded(tally.staleness.ms(100)))
                .put("inputToEffectP50Ms", rounded(tally.inputToEffect.ms(50)))
                .put("inputToEffectP99Ms", rounded(tally.inputToEffect.ms(99)))
                .put("cpuNsPerPacketPair", pairs == 0 ? 0 : window.cpuNs / pairs)
                .put("cpuCores", rounded(window.wallNs == 0 ? 0 : (double) window.cpuNs / window.wallNs))
                .put("systemCallsPerPacketPair", rounded(pairs == 0 ? 0 : (double) window.systemCalls / pairs))
                .put("reliableSent", tally.sent)
                .put("reliableDelivered", tally.delivered)
                .put("reliableAbandoned", tally.abandoned)
                .put("duplicates", tally.duplicates)
                .put("outOfOrder", tally.outOfOrder)
                .put("postponed", tally.postponed)
                .put("rttP50Ms", tally.roundTrips.ms(50))
                .put("rttP99Ms", tally.roundTrips.ms(99))
                .put("datagramsIn", window.datagramsIn)
                .put("datagramsOut", window.datagramsOut)
                .put("bytesIn", window.bytesIn)
                .put("bytesOut", window.bytesOut);
        if (plan.predict()) {
            node.put("corrections", tally.corrections).put("hardCorrections", tally.hardCorrections);
        }
        final ObjectNode reasons = node.putObject("disconnectReasons");
        tally.disconnectsByReason().forEach((code, count) -> reasons.put("0x" + Integer.toHexString(code), count));
        node.set("server", server);
        return node;
    }

    private double perPlayerSecond(final long count) {
        return count / Math.max(1.0, window.wallNs / 1e9 * plan.players());
    }

    private static double rounded(final double value) {
        return Math.round(HUNDREDTHS * value) / HUNDREDTHS;
    }
}
