package io.tos.engine.crypto;

/** One step of a Noise message pattern, with the name the Noise specification gives it. */
enum NoiseToken {
    /** The sender's ephemeral public key, in clear. */
    E,
    /** The sender's static public key, encrypted once there is a key. */
    S,
    /** Agreement of both ephemeral keys. */
    EE,
    /** Agreement of the initiator's ephemeral and the responder's static key. */
    ES,
    /** Agreement of the initiator's static and the responder's ephemeral key. */
    SE,
    /** Agreement of both static keys. */
    SS,
    /** The key both sides were given beforehand. */
    PSK
}
