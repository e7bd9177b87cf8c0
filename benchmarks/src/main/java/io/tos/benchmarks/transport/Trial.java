package io.tos.benchmarks.transport;

import java.io.IOException;

/**
 * What one server did in one window.
 *
 * @param datagrams moved; for echo, pairs of one in and one out.
 * @param cpuNs of the server's thread alone, {@code CLOCK_THREAD_CPUTIME_ID}.
 * @param wallNs length of the window.
 * @param allocatedBytes on the heap by the server's thread.
 */
public record Trial(long datagrams, long cpuNs, long wallNs, long allocatedBytes) {
    /** How a server writes it: {@code result DATAGRAMS CPU_NS WALL_NS ALLOCATED_BYTES}. */
    public String line() {
        return "result " + datagrams + " " + cpuNs + " " + wallNs + " " + allocatedBytes;
    }

    /** The reverse of {@link #line()}. */
    static Trial parse(final String line) throws IOException {
        final String[] words = line.split(" ", -1);
        if (words[1].equals("0")) {
            throw new IOException("no datagram in the window");
        }
        return new Trial(
                Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    double nsPerDatagram() {
        return (double) cpuNs / datagrams;
    }

    double datagramsPerSecond() {
        return datagrams * 1e9 / wallNs;
    }

    double allocatedPerDatagram() {
        return (double) allocatedBytes / datagrams;
    }

    /** Part of the window the server's thread was running: near 1 when flooded on a core of its own. */
    double busy() {
        return (double) cpuNs / wallNs;
    }
}
