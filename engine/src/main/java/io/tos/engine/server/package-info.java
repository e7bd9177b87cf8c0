/** Configuration, wiring, tick, threads, main. */
@NullMarked
package io.tos.engine.server;

import org.jspecify.annotations.NullMarked;
