package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The choice of a library says which and why. */
final class CryptoBackendTest {
    @Test
    void shouldChooseBouncyCastleAndSayWhyWhenLibsodiumIsMissing() {
        final CryptoBackend.Choice choice = CryptoBackend.choose(() -> "libsodium.so.23 is not installed");

        assertEquals(CryptoBackend.BOUNCY, choice.backend());
        assertEquals(
                "Bouncy Castle, because libsodium.so.23 is not installed (apt install libsodium23);"
                        + " up to 256 B of garbage per packet",
                choice.reason());
        assertEquals("Bouncy Castle", choice.backend().packetCrypto().name());
        assertEquals("Bouncy Castle", choice.backend().handshakeCrypto().name());
    }

    @Test
    void shouldChooseLibsodiumWhenNothingSpeaksAgainstIt() {
        final CryptoBackend.Choice choice = CryptoBackend.choose();

        assertEquals(CryptoBackend.SODIUM, choice.backend());
        assertTrue(choice.reason().matches("libsodium 1\\.\\S+, 0 B of garbage per packet"), choice.reason());
        assertEquals("libsodium", choice.backend().packetCrypto().name());
        assertEquals("libsodium", choice.backend().handshakeCrypto().name());
    }
}
