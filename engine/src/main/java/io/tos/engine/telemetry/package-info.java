/** What is counted and timed: one catalogue, one mapped file, one writer per cell. */
@NullMarked
package io.tos.engine.telemetry;

import org.jspecify.annotations.NullMarked;
