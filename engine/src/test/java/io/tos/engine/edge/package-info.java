/** Tests of the world's doors. */
@NullMarked
package io.tos.engine.edge;

import org.jspecify.annotations.NullMarked;
