package io.tos.engine.memory;

/** What else happens to a column's values besides being simulated. */
public enum ColumnFlag {
    /** Kept in a character's save record. */
    SAVED,
    /** Sent, quantised, to everyone who sees the entity. */
    REPLICATED,
    /** Sent exactly, and only to the player who owns the entity. */
    OWNER_EXACT
}
