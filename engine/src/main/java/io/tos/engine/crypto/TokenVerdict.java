package io.tos.engine.crypto;

/** What became of a connect token or resume ticket. Each but the first is met with silence and counted. */
public enum TokenVerdict {
    /** Genuine and in time; whether it was used before is the token history's business. */
    VALID,
    /** Its time, and 30 seconds for clocks that differ, are over. */
    EXPIRED,
    /** Valid for longer than such a thing may be: not from us, or from a clock far ahead. */
    TOO_FAR_AHEAD,
    /** Made for another run of this server, or for another server. */
    OTHER_INSTANCE,
    /** Made for another family of protocols. */
    OTHER_PROTOCOL,
    /** Not sealed with our key, or changed since. */
    FORGED,
    /** Sealed with our key, but not in its one legal form. */
    MALFORMED
}
