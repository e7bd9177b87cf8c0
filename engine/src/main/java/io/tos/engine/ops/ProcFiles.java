package io.tos.engine.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel's text files say of this process and machine; what is not there reads as 0. Telemetry thread only. */
final class ProcFiles {
    /** Fields of {@code self/stat} after the name in brackets, counted from 0: minor and major faults. */
    private static final int MINOR_FAULTS = 7;

    private static final int MAJOR_FAULTS = 9;

    private final Path root;

    /** @param root {@code /proc}, or a copy of it. */
    ProcFiles(final Path root) {
        this.root = root;
    }

    /** Page faults that needed no disk. */
    long minorFaults() {
        return stat(MINOR_FAULTS);
    }

    /** Page faults that waited for the disk. */
    long majorFaults() {
        return stat(MAJOR_FAULTS);
    }

    /** Bytes that came from or went to a disk for this process: {@code read_bytes} or {@code write_bytes}. */
    long diskBytes(final String key) {
        return valueAfter(lines("self/io"), key + ": ");
    }

    /** Memory of the process that is really there. */
    long residentBytes() {
        final String text = lines("self/status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElse("0");
        return number(text.replaceAll("[^0-9]", "")) * 1024;
    }

    /**
     * Share of the last 10 s in which tasks waited, in 1/10,000.
     *
     * @param resource cpu, memory or io.
     * @param kind some or full.
     */
    long pressure(final String resource, final String kind) {
        for (final String line : lines("pressure/" + resource)) {
            if (line.startsWith(kind + " avg10=")) {
                final String percent = line.substring(line.indexOf('=') + 1, line.indexOf(' ', line.indexOf('=')));
                return Math.round(Double.parseDouble(percent) * 100);
            }
        }
        return 0;
    }

    /** A figure of the machine's UDP, IPv4 and IPv6 together, like {@code RcvbufErrors}. */
    long udp(final String name) {
        long found = valueAfter(lines("net/snmp6"), "Udp6" + name);
        final List<String> lines = lines("net/snmp").stream()
                .filter(line -> line.startsWith("Udp: "))
                .toList();
        if (lines.size() == 2) {
            final int column = List.of(lines.getFirst().split(" ", -1)).indexOf(name);
            found += column < 0 ? 0 : number(lines.getLast().split(" ", -1)[column]);
        }
        return found;
    }

    private long stat(final int field) {
        final List<String> lines = lines("self/stat");
        if (lines.isEmpty()) {
            return 0;
        }
        final String text = lines.getFirst();
        return number(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }

    private static long valueAfter(final List<String> lines, final String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> number(line.substring(key.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    private static long number(final String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private List<String> lines(final String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (final IOException absent) {
            return List.of();
        }
    }
}
