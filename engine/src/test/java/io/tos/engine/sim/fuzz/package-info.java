/** Tests of the fuzzers. */
@NullMarked
package io.tos.engine.sim.fuzz;

import org.jspecify.annotations.NullMarked;
