package io.tos.engine.server.recording;

/** A recording cannot be replayed. Its message is one line for the operator. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(final String message) {
        super(message);
    }
}
