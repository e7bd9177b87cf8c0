/** Load generator: many clients of one process, each with a socket of its own. */
@NullMarked
package io.tos.tools.bots;

import org.jspecify.annotations.NullMarked;
