/** The wire format: packets, frames, messages, bits and quantising. A leaf that knows bytes and nothing else. */
@NullMarked
package io.tos.engine.protocol;

import org.jspecify.annotations.NullMarked;
