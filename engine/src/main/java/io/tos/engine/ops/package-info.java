/** What operators see of the process from outside the game: profiles, hardware, metrics. */
@NullMarked
package io.tos.engine.ops;

import org.jspecify.annotations.NullMarked;
