package io.tos.tools.packet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One line of JSON for each datagram, and one with the summary at the end. */
final class JsonReport implements Report {
    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintWriter out;

    JsonReport(final PrintWriter out) {
        this.out = out;
    }

    @Override
    public void packet(final DecodedPacket packet) {
        final Datagram datagram = packet.datagram();
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("record", datagram.number());
        line.put("timeNs", datagram.timeNs());
        if (packet.direction() != null) {
            line.put("direction", packet.direction().name().toLowerCase(Locale.ROOT));
        }
        line.put("from", datagram.from().toString());
        line.put("to", datagram.to().toString());
        line.put("bytes", datagram.length());
        line.put("packet", packet.kind());
        line.put("outcome", packet.outcome().words());
        if (!packet.problem().isEmpty()) {
            line.put("problem", packet.problem());
        }
        if (!packet.label().isEmpty()) {
            line.put("label", packet.label());
        }
        line.put("parts", parts(packet.parts()));
        print(line);
    }

    private static List<Object> parts(final List<Part> parts) {
        final List<Object> list = new ArrayList<>();
        for (final Part part : parts) {
            final Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("part", part.name());
            shown.putAll(part.fields());
            if (!part.problem().isEmpty()) {
                shown.put("problem", part.problem());
            }
            list.add(shown);
        }
        return list;
    }

    @Override
    public void end(final Summary summary) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("datagrams", summary.datagrams());
        summary.outcomes().forEach((outcome, count) -> line.put(outcome.words(), count));
        line.put("skipped", summary.skipped());
        if (summary.complaint() != null) {
            line.put("complaint", summary.complaint());
        }
        print(Map.of("summary", line));
    }

    private void print(final Map<String, Object> line) {
        try {
            out.println(mapper.writeValueAsString(line));
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
