/** What viewers are told about the world: quantised history, deltas against acked states, one part per send. */
@NullMarked
package io.tos.engine.edge.replication;

import org.jspecify.annotations.NullMarked;
