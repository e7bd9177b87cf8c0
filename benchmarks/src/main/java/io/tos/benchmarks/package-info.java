/** The questions that are answered with a clock: one benchmark class or subcommand for each. */
@NullMarked
package io.tos.benchmarks;

import org.jspecify.annotations.NullMarked;
