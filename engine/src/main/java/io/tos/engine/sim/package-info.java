/** The whole server and its clients on one thread, over simulated links in simulated time: same seed, same run. */
@NullMarked
package io.tos.engine.sim;

import org.jspecify.annotations.NullMarked;
