/** Who sees whom: the set of entities each viewer is told about. */
@NullMarked
package io.tos.engine.game.interest;

import org.jspecify.annotations.NullMarked;
