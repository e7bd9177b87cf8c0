/** The game's rules, by feature: each folder has its components and systems; features meet through components only. */
@NullMarked
package io.tos.engine.game;

import org.jspecify.annotations.NullMarked;
