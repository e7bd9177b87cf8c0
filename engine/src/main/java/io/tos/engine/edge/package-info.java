/** The world's doors: inputs in, snapshots out. Between the wire's words and the world's columns. */
@NullMarked
package io.tos.engine.edge;

import org.jspecify.annotations.NullMarked;
