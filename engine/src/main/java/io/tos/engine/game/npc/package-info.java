/** What creatures want of themselves. */
@NullMarked
package io.tos.engine.game.npc;

import org.jspecify.annotations.NullMarked;
