package io.tos.engine.edge.input;

/** What became of an input that came. */
enum Verdict {
    /** It waits for its tick. */
    KEPT,
    /** It had come before. */
    KNOWN,
    /** For a tick whose input was consumed. */
    PAST,
    /** For a tick so long ago that nothing can be made up for. */
    LATE,
    /** For a tick too far ahead. */
    AHEAD
}
