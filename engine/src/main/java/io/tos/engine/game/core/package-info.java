/** Components and numbers that every feature may use. */
@NullMarked
package io.tos.engine.game.core;

import org.jspecify.annotations.NullMarked;
