/** How entities come into the world: where, and what they are born with. */
@NullMarked
package io.tos.engine.game.spawn;

import org.jspecify.annotations.NullMarked;
