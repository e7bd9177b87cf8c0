package io.tos.tools.packet;

import java.io.IOException;

/** A file that cannot be read as a capture; the message is one line for the user. */
final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    CaptureException(final String message) {
        super(message);
    }
}
