/** Tests of the transports and of what stands on them. */
@NullMarked
package io.tos.engine.net;

import org.jspecify.annotations.NullMarked;
