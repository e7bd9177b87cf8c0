package io.tos.engine.server;

/** How the process ends. */
public enum ExitCode {
    /** Everything was as asked. */
    OK(0),
    /** The question was answered, and the answer is no. */
    NO(1),
    /** The command line or the configuration cannot be used. */
    USAGE(2),
    /** A mistake of ours. */
    INTERNAL(70),
    /** Another server holds the data directory. */
    DATA_BUSY(75);

    private final int code;

    ExitCode(final int code) {
        this.code = code;
    }

    /** The number the shell sees. */
    public int code() {
        return code;
    }
}
