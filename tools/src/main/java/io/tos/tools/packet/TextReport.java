package io.tos.tools.packet;

import io.tos.engine.protocol.Direction;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Lines for people, at most 120 wide where no address is longer than IPv4's: one for each datagram, and below it one for
 * each part of it, wrapped. Times count from the first datagram.
 */
final class TextReport implements Report {
    private static final int WIDTH = 120;
    private static final int NAME_WIDTH = 14;
    private static final String INDENT = " ".repeat(9);
    private static final String CONTINUED = INDENT + " ".repeat(NAME_WIDTH + 1);
    private static final String ROW = "%7s  %12s  %s  %5s  %s  %-24s  %s";
    private static final int KIND_WIDTH = 9;

    private final PrintWriter out;
    private final Ansi ansi;
    private final String title;
    private final int timeDigits;
    private boolean begun;
    private long firstNs;

    /**
     * @param title what is read.
     * @param timeDigits of the capture's seconds.
     */
    TextReport(final PrintWriter out, final Ansi ansi, final String title, final int timeDigits) {
        this.out = out;
        this.ansi = ansi;
        this.title = title;
        this.timeDigits = timeDigits;
    }

    @Override
    public void packet(final DecodedPacket packet) {
        final Datagram datagram = packet.datagram();
        if (!begun) {
            begun = true;
            firstNs = datagram.timeNs();
            begin();
        }
        final String seconds = BigDecimal.valueOf(datagram.timeNs() - firstNs, 9)
                .setScale(timeDigits, RoundingMode.DOWN)
                .toPlainString();
        out.println(ROW.formatted(
                datagram.number(),
                seconds,
                way(packet.direction()),
                datagram.length(),
                paint(packet.outcome() == Outcome.FOREIGN ? "faint" : "bold", packet.kind(), KIND_WIDTH),
                packet.label(),
                datagram.from() + " > " + datagram.to()));
        if (!packet.problem().isEmpty()) {
            out.println(INDENT + paint("red", packet.problem(), 0));
        }
        packet.parts().forEach(part -> part(part, packet.outcome()));
    }

    private void begin() {
        final Instant start = Instant.ofEpochSecond(firstNs / 1_000_000_000L, firstNs % 1_000_000_000L);
        out.println(title + ", first datagram at " + start);
        out.println();
        out.println(
                ROW.formatted("record", "seconds", "way", "bytes", "packet   ", "session or handshake", "from > to"));
    }

    private static String way(final @Nullable Direction direction) {
        if (direction == null) {
            return " ? ";
        }
        return direction == Direction.TO_SERVER ? "C>S" : "S>C";
    }

    private void part(final Part part, final Outcome outcome) {
        final boolean head = part.name().equals("head");
        if (head && outcome != Outcome.HANDSHAKE) {
            return; // The line above says all of it.
        }
        final String name = head ? "" : part.name();
        final StringBuilder line = new StringBuilder();
        int column = INDENT.length() + NAME_WIDTH + 1;
        line.append(INDENT).append(paint("cyan", name, NAME_WIDTH));
        boolean first = true;
        for (final Map.Entry<String, Object> field : part.fields().entrySet()) {
            for (final String word : words(field.getKey(), field.getValue())) {
                if (!first && column + 1 + word.length() > WIDTH) {
                    out.println(line);
                    line.setLength(0);
                    line.append(CONTINUED.substring(1));
                    column = CONTINUED.length();
                }
                line.append(' ').append(word);
                column += 1 + word.length();
                first = false;
            }
        }
        if (!part.problem().isEmpty()) {
            line.append(first ? "" : "  ").append(paint("red", "! " + part.problem(), 0));
        }
        out.println(line);
    }

    /** A field in pieces that may stand on different lines. */
    private static List<String> words(final String field, final Object value) {
        if (value instanceof List<?> list) {
            final String joined = list.stream().map(String::valueOf).collect(Collectors.joining(", ", field + "=", ""));
            return List.of(joined.split("(?<=,) "));
        }
        return List.of(field + "=" + value);
    }

    @Override
    public void end(final Summary summary) {
        if (!begun) {
            out.println(title + ": no UDP datagram in it");
        } else {
            out.println();
            out.println(summary.datagrams() + " datagrams: "
                    + summary.outcomes().entrySet().stream()
                            .map(entry ->
                                    entry.getValue() + " " + entry.getKey().words())
                            .collect(Collectors.joining(", ")));
        }
        if (!summary.skipped().isEmpty()) {
            out.println("skipped: "
                    + summary.skipped().entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
        if (summary.complaint() != null) {
            out.println(paint("red", summary.complaint(), 0));
        }
    }

    private String paint(final String style, final String text, final int width) {
        final String padded = text + " ".repeat(Math.max(0, width - text.length()));
        return text.isEmpty() ? padded : ansi.string("@|" + style + " " + padded + "|@");
    }
}
