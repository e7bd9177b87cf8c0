package io.tos.engine.net;

/** Datagrams cannot be moved as the configuration wants it; the message is one line for whoever runs the server. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and with what. */
    public TransportException(final String message) {
        super(message);
    }

    /** @param cause what the kernel or the JDK said. */
    public TransportException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
