/** Players: entering the game, and what staff see and do about them. */
@NullMarked
package io.tos.admin.player;

import org.jspecify.annotations.NullMarked;
