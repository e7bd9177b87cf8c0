/** Thin wrappers around io_uring: the shared rings in Java, calls into liburing for the rest. */
@NullMarked
package io.tos.natives.uring;

import org.jspecify.annotations.NullMarked;
