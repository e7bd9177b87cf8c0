package io.tos.tools.packet;

/** What became of a datagram, in the words of the summary. */
enum Outcome {
    /** A handshake packet in its one legal form. */
    HANDSHAKE("handshake"),
    /** A data packet that a key opened and whose text is legal. */
    OPENED("opened"),
    /** A data packet of a session no key is known of. */
    SEALED("without key"),
    /** A data packet no key of its session opens. */
    WRONG_TAG("wrong tag"),
    /** Ours by its first byte, but not in a legal form. */
    MALFORMED("malformed"),
    /** Not kept whole by the capture. */
    CUT("cut"),
    /** Not of this protocol. */
    FOREIGN("foreign");

    private final String words;

    Outcome(final String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }
}
