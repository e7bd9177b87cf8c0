/** Tests of the io_uring transport alone. */
@NullMarked
package io.tos.engine.net.uring;

import org.jspecify.annotations.NullMarked;
