/** Runs the client that was written from the protocol's pages alone against the examples on those pages. */
@NullMarked
package io.tos.tools.stranger;

import org.jspecify.annotations.NullMarked;
