/** Tests of creatures. */
@NullMarked
package io.tos.engine.game.npc;

import org.jspecify.annotations.NullMarked;
