package io.tos.engine.server;

/**
 * When a session changes its sending key, whichever comes first.
 *
 * @param packets sent with one key, 64 to 4,194,304.
 * @param seconds with one key, 1 to 65,535.
 */
public record RekeyConfig(int packets, int seconds) {
    /** As the protocol has it: every 2^22 packets or 15 minutes. */
    public static final RekeyConfig DEFAULT = new RekeyConfig(1 << 22, 900);

    private static final int PACKETS_MIN = 64;

    /** Checks the ranges. */
    public RekeyConfig {
        if (packets < PACKETS_MIN || packets > 1 << 22) {
            throw new IllegalArgumentException("rekey.packets must be 64 to 4194304: " + packets);
        }
        if (seconds < 1 || seconds > 65_535) {
            throw new IllegalArgumentException("rekey.seconds must be 1 to 65535: " + seconds);
        }
    }
}
