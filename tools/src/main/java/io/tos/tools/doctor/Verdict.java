package io.tos.tools.doctor;

/** What a {@link Finding} means for a server. */
public enum Verdict {
    /** As it should be. */
    GREEN,
    /** The server runs, with less speed or without a feature. */
    YELLOW,
    /** The server does not run. */
    RED
}
