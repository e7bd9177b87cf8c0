/** Fuzzers that hold the keys: what lies behind the seals is bent, and nothing may break but who bent it. */
@NullMarked
package io.tos.engine.sim.fuzz;

import org.jspecify.annotations.NullMarked;
