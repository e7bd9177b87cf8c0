package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlException;
import io.tos.engine.net.admission.AdmissionOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators' bans do, now and in the next run. */
class BanBookTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW_SECONDS = 1_700_000_000L;

    @TempDir
    private Path data = Path.of("");

    private final List<AdmissionOrder> orders = new ArrayList<>();
    private final ObjectNode reply = JSON.createObjectNode();

    @Test
    void shouldKeepBansOverARestartUntilPardoned() throws IOException {
        final BanBook first = book();
        first.ban(account(7), reply);
        first.ban(account(8).put("until", NOW_SECONDS + 60), reply);
        first.ban(account(9).put("until", NOW_SECONDS - 60), reply);
        assertEquals(
                List.of("7 " + BanBook.FOR_EVER, "8 " + (NOW_SECONDS + 60)),
                Files.readAllLines(data.resolve("bans.txt")));

        final BanBook second = book();
        second.unban(account(7), reply);
        second.list(reply);

        assertTrue(reply.path("wasBanned").booleanValue());
        assertEquals(1, reply.path("bans").size());
        assertEquals(8, reply.path("bans").path(0).path("account").longValue());
        assertEquals(new AdmissionOrder.Ban(7, BanBook.FOR_EVER), orders.getFirst());
        assertEquals(new AdmissionOrder.Pardon(7), orders.getLast());
    }

    @Test
    void shouldBanNobodyWhenTheBanCannotBeSaved() {
        final BanBook book = new BanBook(data.resolve("gone"), orders::add, () -> NOW_SECONDS * 1000);

        final var refused = assertThrows(ControlException.class, () -> book.ban(account(7), reply));
        book.list(reply);

        assertEquals("not_saved", refused.code());
        assertEquals(0, reply.path("bans").size());
        assertEquals(List.of(), orders);
    }

    @Test
    void shouldNameTheLineWhenTheFileCannotBeUnderstood() throws IOException {
        Files.writeString(data.resolve("bans.txt"), "7 never\n");

        final var refused = assertThrows(StartException.class, this::book);

        assertTrue(String.valueOf(refused.getMessage()).contains("7 never"), refused.getMessage());
    }

    private BanBook book() {
        return new BanBook(data, orders::add, () -> NOW_SECONDS * 1000);
    }

    private static ObjectNode account(final long number) {
        return JSON.createObjectNode().put("account", number);
    }
}
