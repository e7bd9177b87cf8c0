package io.tos.engine.control;

/** A control command that was refused; becomes the reply's {@code code} and {@code message}. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, lower case with underscores, for programs.
     * @param message one sentence for people.
     */
    public ControlException(final String code, final String message) {
        super(message);
        this.code = code;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }
}
