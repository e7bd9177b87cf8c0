package io.tos.tools.bots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.engine.client.AcceptedSession;
import io.tos.engine.crypto.Octets;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.KeyLog;
import io.tos.engine.protocol.SessionTerms;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packet command gets to read of a swarm's keys. */
class SessionKeyLogTest {
    private static final int SERVER_CID = 0x4005;
    private static final int CLIENT_CID = 0x0102;

    @Test
    void shouldWriteEachDirectionUnderItsReceiversIdWhenASessionBegins(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("keys");
        try (SessionKeyLog log = SessionKeyLog.to(file)) {
            log.add(session());
        }
        final List<KeyLog.Entry> entries = KeyLog.read(file);

        assertEquals(2, entries.size());
        assertEquals(SERVER_CID, entries.getFirst().cid());
        assertEquals(Direction.TO_SERVER, entries.getFirst().direction());
        assertArrayEquals(key(1), entries.getFirst().key().toArray(ValueLayout.JAVA_BYTE));
        assertEquals(CLIENT_CID, entries.getLast().cid());
        assertEquals(Direction.TO_CLIENT, entries.getLast().direction());
        assertArrayEquals(key(2), entries.getLast().key().toArray(ValueLayout.JAVA_BYTE));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    }

    private static AcceptedSession session() {
        return new AcceptedSession(
                SERVER_CID,
                CLIENT_CID,
                Octets.of(key(1)),
                Octets.of(key(2)),
                7,
                SessionTerms.DEFAULT,
                Octets.of(new byte[16]),
                Octets.of(new byte[0]));
    }

    private static byte[] key(final int filling) {
        final byte[] key = new byte[KeyLog.KEY_BYTES];
        Arrays.fill(key, (byte) filling);
        return key;
    }
}
