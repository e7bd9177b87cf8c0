/** Runs the client that was written from the protocol's pages alone against those pages and against the server. */
@NullMarked
package io.tos.tools.stranger;

import org.jspecify.annotations.NullMarked;
