package io.tos.engine.load;

/** A file that cannot be used. Its message is one line for a person: file, path inside it, problem. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file as the operator named it.
     * @param path where in the file, for example {@code network.port}; empty for the file as a whole.
     * @param problem what is wrong and what would be right.
     */
    public LoadException(final String file, final String path, final String problem) {
        super(path.isEmpty() ? file + ": " + problem : file + ": " + path + ": " + problem);
    }
}
