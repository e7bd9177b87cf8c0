package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link Utf8}, against the decoder of the JDK among others. */
final class Utf8Test {
    private final Arena arena = Arena.ofAuto();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "Zażółć gęślą jaźń", "\u07FF\u0800\uFFFF", "\uD83D\uDC7B ghost", "\uDBFF\uDFFF"})
    void shouldAcceptWhenWellFormed(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final MemorySegment memory = Fuzz.exact(arena, MemorySegment.ofArray(bytes), bytes.length);
        assertTrue(Utf8.isValid(memory, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "C0AF",
                "C180",
                "C3",
                "E08080",
                "E09F",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "FF",
                "41E282",
                "0A",
                "00",
                "7F"
            })
    void shouldRefuseWhenMalformed(final String digits) {
        final MemorySegment memory = Fuzz.hex(arena, digits);
        assertFalse(Utf8.isValid(memory, 0, digits.length() / 2));
    }

    @Test
    void shouldAgreeWithTheJdkWhenBytesAreRandom() {
        final byte[] bytes = new byte[6];
        final MemorySegment memory = MemorySegment.ofArray(bytes);
        Fuzz.run("Utf8Test", random -> {
            random.nextBytes(bytes);
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] |= (byte) (random.nextInt(3) == 0 ? 0x20 : 0x80);
            }
            final int length = random.nextInt(bytes.length + 1);
            assertEquals(
                    isTextForTheJdk(bytes, length), Utf8.isValid(memory, 0, length), () -> Fuzz.hex(memory, length));
        });
    }

    private static boolean isTextForTheJdk(final byte[] bytes, final int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .chars()
                    .noneMatch(unit -> unit < ' ' || unit == 0x7F);
        } catch (final CharacterCodingException notText) {
            return false;
        }
    }
}
