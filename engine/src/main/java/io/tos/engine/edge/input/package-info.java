/** The first door of a world: what players want, from frames to intents. */
@NullMarked
package io.tos.engine.edge.input;

import org.jspecify.annotations.NullMarked;
