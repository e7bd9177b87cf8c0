/** Columns against C, and worlds against other entity systems: {@code bench ecs}. */
@NullMarked
package io.tos.benchmarks.ecs;

import org.jspecify.annotations.NullMarked;
