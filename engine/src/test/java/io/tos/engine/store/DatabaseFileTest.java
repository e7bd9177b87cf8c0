package io.tos.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not as they should be are refused in one line and never written over; copies are whole. */
final class DatabaseFileTest {
    @TempDir
    private Path data;

    @Test
    void shouldRefuseAndTouchNothingWhenTheFileIsCutOff() throws IOException {
        filled();
        final Path file = data.resolve(DatabaseFile.NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        refused(Kind.CORRUPT);
    }

    @Test
    void shouldRefuseAndTouchNothingWhenTheFileIsEmpty() throws IOException {
        Files.createFile(data.resolve(DatabaseFile.NAME));
        refused(Kind.CORRUPT);
    }

    @Test
    void shouldRefuseAndTouchNothingWhenAPageIsDamaged() throws IOException {
        filled();
        try (FileChannel channel = FileChannel.open(data.resolve(DatabaseFile.NAME), StandardOpenOption.WRITE)) {
            final ByteBuffer noise = ByteBuffer.allocate(4096);
            for (int index = 0; index < noise.capacity(); index++) {
                noise.put((byte) (index * 31));
            }
            channel.write(noise.flip(), channel.size() - noise.capacity());
        }
        refused(Kind.CORRUPT);
    }

    @Test
    void shouldRefuseAndTouchNothingWhenTheFileIsSomethingElse() throws IOException {
        Files.writeString(data.resolve(DatabaseFile.NAME), "not a database ".repeat(1_000));
        refused(Kind.CORRUPT);
    }

    @Test
    void shouldRefuseWhenOnlyTheLogIsLeft() throws IOException {
        Files.writeString(data.resolve(DatabaseFile.NAME + "-wal"), "what was committed last");
        assertEquals(
                Kind.CORRUPT, assertThrows(StoreException.class, this::open).kind());
        assertFalse(Files.exists(data.resolve(DatabaseFile.NAME)));
    }

    @Test
    void shouldRefuseWhenTheShapeIsNewerOrEdited() {
        filled();
        final Migration next = new Migration(2, "next", "CREATE TABLE guild (id INTEGER PRIMARY KEY) STRICT;\n");
        open(List.of(Migrations.ALL.getFirst(), next)).close();
        final StoreException newer = assertThrows(StoreException.class, this::open);
        assertEquals(Kind.FOREIGN, newer.kind());
        assertTrue(String.valueOf(newer.getMessage()).contains("number 2, this server knows 1"), newer.getMessage());
        final Migration edited = new Migration(2, "next", "CREATE TABLE guilds (id INTEGER PRIMARY KEY) STRICT;\n");
        final StoreException other =
                assertThrows(StoreException.class, () -> open(List.of(Migrations.ALL.getFirst(), edited)));
        assertTrue(String.valueOf(other.getMessage()).contains("step 2"), other.getMessage());
    }

    @Test
    void shouldKeepTheDataAndACopyOfTheOldFileWhenTheShapeChanges() throws SQLException {
        filled();
        final Migration next = new Migration(2, "mood", "ALTER TABLE vitals ADD COLUMN mood INTEGER;\n");
        open(List.of(Migrations.ALL.getFirst(), next)).close();
        try (Connection old = DatabaseFile.openToRead(data.resolve("game.db.before-2"))) {
            assertEquals(12, DatabaseFile.number(old, "SELECT x FROM position"));
        }
    }

    @Test
    void shouldLeaveTheFileAsItWasWhenAStepFails() {
        filled();
        final Migration broken = new Migration(
                2, "broken", "CREATE TABLE guild (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO nowhere VALUES (1);\n");
        assertThrows(StoreException.class, () -> open(List.of(Migrations.ALL.getFirst(), broken)));
        try (StoreRig rig = new StoreRig(data)) {
            assertEquals(12, rig.load(StoreRig.ALICE).position.x);
            assertEquals(0, rig.number("SELECT count(*) FROM sqlite_master WHERE name = 'guild'"));
        }
    }

    @Test
    void shouldBeWholeWhenABackupIsMadeWhileRowsAreWritten() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(1);
            rig.append("entered");
            rig.step();
            rig.moveTo(2);
            final Path copy = data.resolve("copy.db");
            final Map<String, Long> found = Backup.make(data, copy);
            assertEquals(
                    List.of(1L, 1L, 0L), List.of(found.get("position"), found.get("journal"), found.get("violations")));
            rig.step();
            assertEquals(2, rig.number("SELECT x FROM position"), "the server goes on");
            assertThrows(StoreException.class, () -> Backup.make(data, copy));
        }
    }

    @Test
    void shouldBeAsItWasWhenABackupIsRestored() {
        filled();
        final Path copy = data.resolve("copy.db");
        Backup.make(data, copy);
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(99);
        }
        final Path old = Backup.restore(copy, data, 5);
        assertEquals("game.db.replaced-5", String.valueOf(old.getFileName()));
        try (StoreRig rig = new StoreRig(data)) {
            assertEquals(12, rig.load(StoreRig.ALICE).position.x);
        }
    }

    @Test
    void shouldCountThemWhenRowsContradictEachOther() throws SQLException, IOException {
        filled();
        try (Connection database = DatabaseFile.open(data.resolve(DatabaseFile.NAME), Migrations.ALL, 1)) {
            try (var statement = database.createStatement()) {
                statement.execute("DELETE FROM character");
                statement.execute("INSERT INTO journal VALUES (5, 0, 1, 1, x'')");
            }
        }
        final Map<String, Long> found = Backup.check(data.resolve(DatabaseFile.NAME));
        assertEquals(1 + 3 + 2, found.get("violations"), "a position, three missing events, two events of nobody");
    }

    /** A database with one character at 12 and one event. */
    private void filled() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(12);
            rig.append("entered");
            rig.desk.publish();
        }
    }

    private void refused(final Kind kind) throws IOException {
        final Path file = data.resolve(DatabaseFile.NAME);
        final byte[] before = Files.readAllBytes(file);
        final StoreException refused = assertThrows(StoreException.class, this::open);
        assertEquals(kind, refused.kind(), refused.getMessage());
        assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    private SqliteStore open() {
        return open(Migrations.ALL);
    }

    private SqliteStore open(final List<Migration> steps) {
        return SqliteStore.open(data, steps, 1, 1L << 30);
    }
}
