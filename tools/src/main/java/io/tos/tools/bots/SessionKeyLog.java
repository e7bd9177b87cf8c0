package io.tos.tools.bots;

import io.tos.engine.client.AcceptedSession;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.KeyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes down the keys of the players' sessions, if that was asked for, so that a capture of the run can be read. */
final class SessionKeyLog implements AutoCloseable {
    /** Writes nothing. */
    static final SessionKeyLog NONE = new SessionKeyLog(null);

    private final @Nullable KeyLog log;

    private SessionKeyLog(final @Nullable KeyLog log) {
        this.log = log;
    }

    /** To this file, or nowhere. */
    static SessionKeyLog to(final @Nullable Path file) throws IOException {
        return file == null ? NONE : new SessionKeyLog(KeyLog.append(file));
    }

    /** Both directions of a session. Any thread. */
    void add(final AcceptedSession session) {
        if (log == null) {
            return;
        }
        try {
            log.add(
                    session.serverCid(),
                    Direction.TO_SERVER,
                    MemorySegment.ofArray(session.toServerKey().toBytes()),
                    0);
            log.add(
                    session.clientCid(),
                    Direction.TO_CLIENT,
                    MemorySegment.ofArray(session.toClientKey().toBytes()),
                    0);
        } catch (final IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
