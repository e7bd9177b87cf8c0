/** Recordings of worlds, as docs/protocol/RECORDING.md has them: written while they run, run again from the file. */
@NullMarked
package io.tos.engine.server.recording;

import org.jspecify.annotations.NullMarked;
