/** A running server in a terminal. */
@NullMarked
package io.tos.tools.top;

import org.jspecify.annotations.NullMarked;
