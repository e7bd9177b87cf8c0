/** What a tick costs: the world, interest and replication on one thread, without a network. */
@NullMarked
package io.tos.benchmarks.tick;

import org.jspecify.annotations.NullMarked;
