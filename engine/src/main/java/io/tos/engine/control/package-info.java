/** Operator commands in, replies out, over the local socket: one JSON object a line each way. */
@NullMarked
package io.tos.engine.control;

import org.jspecify.annotations.NullMarked;
