package io.tos.engine.edge.input;

/** What an INPUT frame was. */
public enum FrameOutcome {
    /** Read; what was new in it is kept. */
    TAKEN,
    /** For another world than this one: ignored. */
    OTHER_EPOCH,
    /** Not in its one legal form. */
    MALFORMED
}
