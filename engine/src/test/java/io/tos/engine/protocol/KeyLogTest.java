package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that go into a file come out again, and nothing else does. */
final class KeyLogTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @TempDir
    private Path folder;

    @Test
    void shouldGiveBackTheKeysWhenTheFileIsReadAgain() throws IOException {
        final Path file = folder.resolve("keys.txt");
        final MemorySegment keys = MemorySegment.ofArray(new byte[40]);
        for (int at = 0; at < 40; at++) {
            keys.set(ValueLayout.JAVA_BYTE, at, (byte) (at - 8));
        }
        try (KeyLog log = KeyLog.append(file)) {
            log.add(0x4005, Direction.TO_SERVER, keys, 8);
        }
        try (KeyLog log = KeyLog.append(file)) {
            log.add(0xFEDCBA98, Direction.TO_CLIENT, keys, 0);
        }
        assertEquals(
                "tos-key 00004005 to_server " + KEY, Files.readAllLines(file).getFirst());
        final List<KeyLog.Entry> entries = KeyLog.read(file);
        assertEquals(2, entries.size());
        assertEquals(0x4005, entries.get(0).cid());
        assertEquals(Direction.TO_SERVER, entries.get(0).direction());
        assertArrayEquals(
                keys.asSlice(8, 32).toArray(ValueLayout.JAVA_BYTE),
                entries.get(0).key().toArray(ValueLayout.JAVA_BYTE));
        assertEquals(0xFEDCBA98, entries.get(1).cid());
        assertEquals(Direction.TO_CLIENT, entries.get(1).direction());
        assertArrayEquals(
                keys.asSlice(0, 32).toArray(ValueLayout.JAVA_BYTE),
                entries.get(1).key().toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void shouldBeTheOwnersAloneWhenItIsMade() throws IOException {
        final Path file = folder.resolve("keys.txt");
        KeyLog.append(file).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldPassOverRemarksWhenTheFileHasSome() throws IOException {
        final Path file = Files.writeString(
                folder.resolve("keys.txt"),
                "# bots of today\n\ntos-key 00004005 to_server " + KEY.toUpperCase(Locale.ROOT) + "\n");
        assertEquals(1, KeyLog.read(file).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tos-key 4005 to_server " + KEY,
                "tos-key 00004005 to_nobody " + KEY,
                "tos-key 00004005 to_server " + KEY + "00",
                "tos-key 00004005 to_server",
                "CLIENT_RANDOM 00 11",
                "\u0000\u00ff",
            })
    void shouldNameTheLineWhenItIsNone(final String line) throws IOException {
        final Path file = Files.writeString(folder.resolve("keys.txt"), "# one\n" + line + "\n");
        final IOException refused = assertThrows(IOException.class, () -> KeyLog.read(file));
        assertTrue(String.valueOf(refused.getMessage()).contains("keys.txt, line 2: "), refused.getMessage());
    }
}
