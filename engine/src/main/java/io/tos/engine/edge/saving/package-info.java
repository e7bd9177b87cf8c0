/** The world's third door: characters in from the store, positions and vitals back to it. */
@NullMarked
package io.tos.engine.edge.saving;

import org.jspecify.annotations.NullMarked;
