package io.tos.engine.ecs;

/** A system threw in the middle of a tick: its world is torn and must not go on. The message names system and tick. */
public final class SystemFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String system;

    SystemFailedException(final String system, final long tick, final Throwable cause) {
        super("system " + system + " failed in tick " + tick + ": " + cause, cause);
        this.system = system;
    }

    /** Name of the system, as in the schedule. */
    public String system() {
        return system;
    }
}
