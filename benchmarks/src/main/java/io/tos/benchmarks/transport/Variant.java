package io.tos.benchmarks.transport;

import java.util.List;
import java.util.Set;

/**
 * One way to move datagrams, as a server process.
 *
 * @param name of its rows.
 * @param family what it is compared as.
 * @param cases it can do.
 * @param command starts it; case and core follow as arguments.
 */
record Variant(String name, Family family, Set<TrialCase> cases, List<String> command) {
    /** Who wrote it, and whether it may be the reference of a ratio. */
    enum Family {
        /** This project's transports. */
        OURS,
        /** The kernel's floor. */
        C,
        /** The library to beat. */
        NETTY,
        /** A row of its own: coalescing in the kernel, or no kernel at all. Never a reference. */
        ASIDE
    }

    /** A JVM has to compile its hot path before it may be measured. */
    boolean needsWarmUp() {
        return family != Family.C;
    }
}
