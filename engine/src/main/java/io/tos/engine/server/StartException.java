package io.tos.engine.server;

/** The server cannot start. Its message is one line for the operator. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /**
     * @param exitCode how the process is to end.
     * @param message one line: what is wrong and what to do.
     */
    public StartException(final ExitCode exitCode, final String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** How the process is to end. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
