/** Datagrams through io_uring. */
@NullMarked
package io.tos.engine.net.uring;

import org.jspecify.annotations.NullMarked;
