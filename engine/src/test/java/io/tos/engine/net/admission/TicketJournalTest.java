package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of used resume tickets gives back after a restart. */
class TicketJournalTest {
    private static final long NOW = 1_700_000_000L;

    private final Arena arena = Arena.ofConfined();
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final TokenHistory history = new TokenHistory(1 << 16, 7);

    @TempDir
    private Path data = Path.of("");

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldTellOnlyOfTicketsThatAreNotExpiredWhenReplayed() throws IOException {
        add(1, NOW - 1);
        add(2, NOW);
        add(3, NOW + 90);

        assertEquals(2, replay());
        assertEquals(TokenHistory.NONE, history.find(1, -1));
        assertEquals(TokenHistory.CONSUMED, history.owner(history.find(3, -3)));
    }

    @Test
    void shouldKeepWhatIsWholeWhenTheLastEntryIsTorn() throws IOException {
        add(1, NOW + 90);
        add(2, NOW + 90);
        Files.write(data.resolve("resume-0.journal"), new byte[17], StandardOpenOption.APPEND);

        assertEquals(2, replay());
    }

    @Test
    void shouldStopAtAnEntryThatIsNotTrueWhenTheFileWasHarmed() throws IOException {
        add(1, NOW + 90);
        add(2, NOW + 90);
        final Path file = data.resolve("resume-0.journal");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[TicketJournal.ENTRY_BYTES + 3] ^= 1;
        Files.write(file, bytes);

        assertEquals(1, replay());
    }

    @Test
    void shouldStayBoundedAndKeepTheNewestWhenTicketsNeverStop() throws IOException {
        final int tickets = 2 * TicketJournal.ENTRIES_PER_FILE + 500;
        try (TicketJournal journal = TicketJournal.open(data)) {
            for (int number = 1; number <= tickets; number++) {
                journal.add(number, -number, NOW + number, counters);
            }
        }
        long bytes = 0;
        for (int file = 0; file < 2; file++) {
            bytes += Files.size(data.resolve("resume-" + file + ".journal"));
        }

        assertTrue(bytes <= 2L * TicketJournal.ENTRIES_PER_FILE * TicketJournal.ENTRY_BYTES, "bytes " + bytes);
        assertEquals(1 << 16, replay(), "as many as the history holds");
        add(tickets + 1, NOW + tickets + 1);
        assertEquals(501L * TicketJournal.ENTRY_BYTES, Files.size(data.resolve("resume-0.journal")), "goes on there");
    }

    private void add(final long number, final long forgetAtSeconds) throws IOException {
        try (TicketJournal journal = TicketJournal.open(data)) {
            journal.replay(new TokenHistory(1 << 16, 9), NOW);
            journal.add(number, -number, forgetAtSeconds, counters);
        }
    }

    private int replay() throws IOException {
        try (TicketJournal journal = TicketJournal.open(data)) {
            return journal.replay(history, NOW);
        }
    }
}
