package io.tos.engine.protocol;

/**
 * What a session runs on, told in ACCEPT. Made once per handshake at most, off the packet path.
 *
 * @param tickHz ticks a second, 1 to 255.
 * @param inputHz input packets a second, 20 to 60.
 * @param snapshotHz snapshots a second: 10, 20, 30 or 60.
 * @param bytesPerSecond rate the server starts at.
 * @param rekeyPackets packets in one key phase before a side changes keys.
 * @param rekeySeconds seconds in one key phase before a side changes keys.
 */
public record SessionTerms(
        int tickHz, int inputHz, int snapshotHz, int bytesPerSecond, int rekeyPackets, int rekeySeconds) {
    /** What a client gets that asks for nothing special. */
    public static final SessionTerms DEFAULT = new SessionTerms(60, 60, 20, 16_384, 1 << 22, 900);

    private static final int ACK_DELAY_UNITS_PER_SECOND = 2000;

    /** Checks the ranges. */
    public SessionTerms {
        if (tickHz < 1 || tickHz > 255 || !Rates.isInputHz(inputHz) || !Rates.isSnapshotHz(snapshotHz)) {
            throw new IllegalArgumentException("rates out of range: " + tickHz + ", " + inputHz + ", " + snapshotHz);
        }
        if (bytesPerSecond <= 0 || rekeyPackets <= 0 || rekeySeconds < 1 || rekeySeconds > 65_535) {
            throw new IllegalArgumentException(
                    "limits out of range: " + bytesPerSecond + ", " + rekeyPackets + ", " + rekeySeconds);
        }
    }

    /** These terms with a client's wishes. */
    public SessionTerms withRates(final int inputHz, final int snapshotHz) {
        return new SessionTerms(tickHz, inputHz, snapshotHz, bytesPerSecond, rekeyPackets, rekeySeconds);
    }

    /** These terms of a server with another pace. */
    public SessionTerms withTickHz(final int otherTickHz) {
        return new SessionTerms(otherTickHz, inputHz, snapshotHz, bytesPerSecond, rekeyPackets, rekeySeconds);
    }

    /** These terms with another rule for changing keys. */
    public SessionTerms withRekey(final int packets, final int seconds) {
        return new SessionTerms(tickHz, inputHz, snapshotHz, bytesPerSecond, packets, seconds);
    }

    /** One snapshot interval and one tick, rounded up, in 0.5 ms: the longest the server holds an ack back. */
    public int serverAckDelayMax() {
        return delay(snapshotHz) + delay(tickHz);
    }

    /** One input interval and one tick, rounded up, in 0.5 ms: the longest the client may hold an ack back. */
    public int clientAckDelayMax() {
        return delay(inputHz) + delay(tickHz);
    }

    private static int delay(final int hz) {
        return (ACK_DELAY_UNITS_PER_SECOND + hz - 1) / hz;
    }
}
