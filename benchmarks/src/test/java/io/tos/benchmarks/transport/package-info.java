/** Smoke runs: every row of the transport benchmark moves datagrams. */
@NullMarked
package io.tos.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
