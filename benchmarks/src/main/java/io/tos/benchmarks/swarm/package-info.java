/** A real server with real players: two processes on one machine, measured at both ends. */
@NullMarked
package io.tos.benchmarks.swarm;

import org.jspecify.annotations.NullMarked;
