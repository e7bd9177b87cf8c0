/** The measured servers on the JVM: one process each, the same line protocol as the C programs. */
@NullMarked
package io.tos.benchmarks.transport.servers;

import org.jspecify.annotations.NullMarked;
