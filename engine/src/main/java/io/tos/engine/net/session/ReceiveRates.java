package io.tos.engine.net.session;

/**
 * How much one peer may send for long, and at once.
 *
 * @param packetsPerSecond 0 for no limit: a client trusts its server.
 * @param burstPackets packets at once.
 * @param bytesPerSecond UDP payload.
 * @param burstBytes UDP payload at once.
 */
public record ReceiveRates(int packetsPerSecond, int burstPackets, int bytesPerSecond, int burstBytes) {
    /** What a server grants each client. */
    public static final ReceiveRates SERVER = new ReceiveRates(128, 32, 24 << 10, 24 << 10);

    /** No limit. */
    public static final ReceiveRates UNLIMITED = new ReceiveRates(0, 0, 0, 0);

    /** Checks the ranges. */
    public ReceiveRates {
        if (packetsPerSecond < 0
                || (packetsPerSecond > 0 && (burstPackets <= 0 || bytesPerSecond <= 0 || burstBytes < 1_200))) {
            throw new IllegalArgumentException("receive rates out of range: " + packetsPerSecond + ", " + burstPackets
                    + ", " + bytesPerSecond + ", " + burstBytes);
        }
    }

    boolean isLimited() {
        return packetsPerSecond > 0;
    }
}
