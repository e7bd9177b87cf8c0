/** Tests of the simulation, and of the whole server in it. */
@NullMarked
package io.tos.engine.sim;

import org.jspecify.annotations.NullMarked;
