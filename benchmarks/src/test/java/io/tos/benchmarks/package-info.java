/** Smoke runs: no benchmark rots. */
@NullMarked
package io.tos.benchmarks;

import org.jspecify.annotations.NullMarked;
