package io.tos.engine.crypto;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which library does the cryptography of this process, and why. Chosen once at start; every thread makes its own users. */
public enum CryptoBackend {
    /** libsodium, called in place; allocates nothing. */
    SODIUM,
    /** Bouncy Castle, pure Java; up to 256 bytes of garbage per packet. */
    BOUNCY;

    /**
     * The choice made.
     *
     * @param backend to use.
     * @param reason one line for banner and log.
     */
    public record Choice(CryptoBackend backend, String reason) {}

    /** libsodium if this machine has it, else Bouncy Castle. */
    public static Choice choose() {
        return choose(SodiumProbe::whyNot);
    }

    /** As {@link #choose()}, asking {@code probe} what speaks against libsodium: null for nothing. */
    static Choice choose(final Supplier<@Nullable String> probe) {
        final String obstacle = probe.get();
        return obstacle == null
                ? new Choice(SODIUM, "libsodium " + SodiumProbe.version() + ", 0 B of garbage per packet")
                : new Choice(
                        BOUNCY,
                        "Bouncy Castle, because " + obstacle
                                + " (apt install libsodium23); up to 256 B of garbage per packet");
    }

    /** A new instance for the calling agent's packets. */
    public PacketCrypto packetCrypto() {
        return isSodiumReady() ? new SodiumCrypto() : new BouncyCrypto();
    }

    /** A new instance for the calling thread's handshakes. */
    public HandshakeCrypto handshakeCrypto() {
        return isSodiumReady() ? new SodiumHandshakeCrypto() : new BouncyHandshakeCrypto();
    }

    /**
     * Whether libsodium is meant. Initialises it: without that it works, but takes its slowest code for everything
     * (measured: 2.5 times slower at 1,176 bytes).
     */
    private boolean isSodiumReady() {
        if (this != SODIUM) {
            return false;
        }
        final String obstacle = SodiumProbe.whyNot();
        if (obstacle != null) {
            throw new IllegalStateException(obstacle);
        }
        return true;
    }
}
