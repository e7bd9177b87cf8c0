/** The reference client: comes in, keeps a session, comes back. For bots, simulator and tests. */
@NullMarked
package io.tos.engine.client;

import org.jspecify.annotations.NullMarked;
