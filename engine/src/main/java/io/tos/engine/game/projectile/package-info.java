/** What is shot and flies until it meets something. */
@NullMarked
package io.tos.engine.game.projectile;

import org.jspecify.annotations.NullMarked;
