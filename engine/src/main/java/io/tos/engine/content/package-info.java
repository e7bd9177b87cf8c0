/** Immutable game data: maps and what is in them, read once from files and checked as a whole. */
@NullMarked
package io.tos.engine.content;

import org.jspecify.annotations.NullMarked;
