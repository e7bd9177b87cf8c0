/** How bodies move: intents in, places out. The client predicts with the same code. */
@NullMarked
package io.tos.engine.game.movement;

import org.jspecify.annotations.NullMarked;
