/** Where things are: a map's ground, walls and water, and who is near whom. Every feature may use it. */
@NullMarked
package io.tos.engine.game.place;

import org.jspecify.annotations.NullMarked;
