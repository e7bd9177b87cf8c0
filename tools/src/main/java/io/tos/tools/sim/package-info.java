/** The whole server and its clients in simulated time, from the command line. */
@NullMarked
package io.tos.tools.sim;

import org.jspecify.annotations.NullMarked;
