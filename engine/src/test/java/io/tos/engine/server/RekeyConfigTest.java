package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may say about keys. */
final class RekeyConfigTest {
    @ParameterizedTest
    @CsvSource({"64, 1", "4194304, 65535"})
    void shouldTakeTheLimits(final int packets, final int seconds) {
        assertEquals(packets, new RekeyConfig(packets, seconds).packets());
    }

    @ParameterizedTest
    @CsvSource({
        "63, 1, rekey.packets must be 64 to 4194304: 63",
        "4194305, 1, rekey.packets must be 64 to 4194304: 4194305",
        "64, 0, rekey.seconds must be 1 to 65535: 0",
        "64, 65536, rekey.seconds must be 1 to 65535: 65536"
    })
    void shouldSayKeyRangeAndValueWhenOutside(final int packets, final int seconds, final String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new RekeyConfig(packets, seconds))
                        .getMessage());
    }
}
