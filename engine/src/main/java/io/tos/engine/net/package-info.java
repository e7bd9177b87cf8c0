/** Datagrams to sessions to messages, and back. Knows nothing of the game. */
@NullMarked
package io.tos.engine.net;

import org.jspecify.annotations.NullMarked;
