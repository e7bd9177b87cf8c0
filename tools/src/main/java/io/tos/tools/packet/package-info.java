/** Captures of the network as readable lines: {@code ./tos packet}. */
@NullMarked
package io.tos.tools.packet;

import org.jspecify.annotations.NullMarked;
