/** Ways from one map to another. */
@NullMarked
package io.tos.engine.game.travel;

import org.jspecify.annotations.NullMarked;
