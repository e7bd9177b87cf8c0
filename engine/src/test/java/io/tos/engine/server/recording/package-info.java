/** Tests of recordings. */
@NullMarked
package io.tos.engine.server.recording;

import org.jspecify.annotations.NullMarked;
