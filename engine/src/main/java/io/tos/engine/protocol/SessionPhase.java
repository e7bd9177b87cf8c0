package io.tos.engine.protocol;

/** Where a session stands, as far as messages care. */
public enum SessionPhase {
    /** Established, in no world: waiting in the queue, or between two worlds. */
    LOBBY,
    /** From ENTER_WORLD on, until LEAVE_WORLD. */
    WORLD
}
