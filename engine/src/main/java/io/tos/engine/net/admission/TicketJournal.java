package io.tos.engine.net.admission;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which resume tickets were used up, kept across restarts: tickets stay good then, so their being good once must too. An
 * entry is appended when a ticket is used and matters until the ticket expires, a minute and a half at most. Two files
 * take turns, so that neither grows for ever and together they always hold at least as many entries as are remembered.
 * Nothing is forced to the disk: the end of the process loses nothing. Admission agent only.
 *
 * <pre> entry, 32 bytes, little endian: 0 idHigh i64 | 8 idLow i64 | 16 forgetAt i64, Unix seconds | 24 check i64 </pre>
 */
public final class TicketJournal implements AutoCloseable {
    static final int ENTRY_BYTES = 32;
    static final int ENTRIES_PER_FILE = 1 << 16;

    private static final int FILES = 2;
    private static final long CHECK = 0x9E3779B97F4A7C15L;

    private final FileChannel[] files = new FileChannel[FILES];
    private final ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int current;
    private long currentEntries;

    private TicketJournal() {}

    /**
     * Opens the journal of a data directory, or begins it.
     *
     * @throws IOException when it cannot be read or written.
     */
    public static TicketJournal open(final Path directory) throws IOException {
        final TicketJournal journal = new TicketJournal();
        for (int index = 0; index < FILES; index++) {
            journal.files[index] = FileChannel.open(
                    directory.resolve("resume-" + index + ".journal"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        }
        return journal;
    }

    /** Tells the history of every ticket that was used and could be tried again; returns how many. At start, once. */
    int replay(final TokenHistory history, final long nowSeconds) {
        long newest = Long.MIN_VALUE;
        int live = 0;
        try {
            for (int index = 0; index < FILES; index++) {
                final long entries = files[index].size() / ENTRY_BYTES;
                for (long number = 0; number < entries && read(index, number); number++) {
                    live += restore(history, nowSeconds) ? 1 : 0;
                    if (entry.getLong(2 * Long.BYTES) >= newest) {
                        newest = entry.getLong(2 * Long.BYTES);
                        current = index;
                    }
                }
            }
            currentEntries = files[current].size() / ENTRY_BYTES;
        } catch (final IOException unreadable) {
            throw new UncheckedIOException("resume journal", unreadable);
        }
        return live;
    }

    /** A ticket is used up. What cannot be written is counted: the ticket would be good again after a restart. */
    void add(final long idHigh, final long idLow, final long forgetAtSeconds, final Counters counters) {
        try {
            if (currentEntries >= ENTRIES_PER_FILE) {
                current = (current + 1) % FILES;
                files[current].truncate(0);
                currentEntries = 0;
            }
            entry.clear();
            entry.putLong(idHigh).putLong(idLow).putLong(forgetAtSeconds);
            entry.putLong(check(idHigh, idLow, forgetAtSeconds)).flip();
            files[current].write(entry, currentEntries * ENTRY_BYTES);
            currentEntries++;
        } catch (final IOException refused) {
            counters.increment(Counter.TICKETS_NOT_JOURNALLED);
        }
    }

    /** False at a torn or foreign entry: nothing behind it is read. */
    private boolean read(final int file, final long number) throws IOException {
        entry.clear();
        if (files[file].read(entry, number * ENTRY_BYTES) != ENTRY_BYTES) {
            return false;
        }
        return entry.getLong(3 * Long.BYTES)
                == check(entry.getLong(0), entry.getLong(Long.BYTES), entry.getLong(2 * Long.BYTES));
    }

    private boolean restore(final TokenHistory history, final long nowSeconds) {
        final long idHigh = entry.getLong(0);
        final long idLow = entry.getLong(Long.BYTES);
        final long forgetAtSeconds = entry.getLong(2 * Long.BYTES);
        if (forgetAtSeconds < nowSeconds || history.isFull() || history.find(idHigh, idLow) != TokenHistory.NONE) {
            return false;
        }
        history.add(idHigh, idLow, TokenHistory.CONSUMED, forgetAtSeconds);
        return true;
    }

    private static long check(final long idHigh, final long idLow, final long forgetAtSeconds) {
        long hash = (idHigh ^ CHECK) * CHECK ^ idLow;
        hash = (hash ^ hash >>> 32) * CHECK ^ forgetAtSeconds;
        return (hash ^ hash >>> 29) * CHECK;
    }

    @Override
    public void close() {
        try {
            for (final FileChannel file : files) {
                file.close();
            }
        } catch (final IOException failed) {
            throw new UncheckedIOException("resume journal", failed);
        }
    }
}
