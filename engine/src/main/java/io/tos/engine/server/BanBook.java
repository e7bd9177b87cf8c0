package io.tos.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlCommands;
import io.tos.engine.control.ControlException;
import io.tos.engine.net.admission.AdmissionAgent;
import io.tos.engine.net.admission.AdmissionOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochClock;

/**
 * Which accounts may not come in, kept in {@code bans.txt} of the data directory: a line per account, {@code ACCOUNT
 * UNTIL}, in Unix seconds. The file is there before the operator is told. Control thread only, once the server runs.
 */
final class BanBook {
    /** Until when, if nobody says: for ever. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private static final String FILE = "bans.txt";
    private static final int MS_PER_SECOND = 1000;

    private final Path file;
    private final Predicate<AdmissionOrder> orders;
    private final EpochClock clock;
    private final Map<Long, Long> untilSeconds = new TreeMap<>();

    /**
     * Reads the file.
     *
     * @param orders takes what the admission agent is to do; false when too many wait.
     * @throws StartException naming the line that cannot be understood.
     */
    BanBook(final Path data, final Predicate<AdmissionOrder> orders, final EpochClock clock) {
        this.file = data.resolve(FILE);
        this.orders = orders;
        this.clock = clock;
        try {
            for (final String line : Files.readAllLines(file)) {
                read(line);
            }
        } catch (final NoSuchFileException none) {
            untilSeconds.clear(); // Nobody was ever banned here.
        } catch (final IOException refused) {
            throw new StartException(ExitCode.USAGE, "bans: " + refused.getMessage());
        }
    }

    /** Tells the admission agent, which does not run yet, of all bans. */
    void tell(final AdmissionAgent admission) {
        untilSeconds.forEach(admission::ban);
    }

    private void read(final String line) {
        final String[] words = line.strip().split(" +", -1);
        try {
            untilSeconds.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
        } catch (final NumberFormatException | ArrayIndexOutOfBoundsException wrong) {
            throw new StartException(ExitCode.USAGE, file + ": a line is not ACCOUNT UNTIL: '" + line + "'");
        }
    }

    /** Adds the commands. */
    ControlCommands commands(final ControlCommands commands) {
        return commands.with("ban", this::ban).with("unban", this::unban).with("bans", (request, reply) -> list(reply));
    }

    /** {@code {"account": 7, "until": 1800000000}}, for ever without {@code until}. Its session ends. */
    void ban(final JsonNode request, final ObjectNode reply) {
        final long account = account(request);
        final JsonNode wanted = request.path("until");
        if (!wanted.isMissingNode() && !wanted.isIntegralNumber()) {
            throw new ControlException("bad_argument", "until must be Unix seconds");
        }
        final long until = wanted.isMissingNode() ? FOR_EVER : wanted.longValue();
        final Long former = untilSeconds.put(account, until);
        try {
            save();
        } catch (final ControlException refused) {
            untilSeconds.remove(account);
            if (former != null) {
                untilSeconds.put(account, former);
            }
            throw refused;
        }
        order(new AdmissionOrder.Ban(account, until));
        reply.put("account", account).put("until", until);
    }

    /** {@code {"account": 7}}: it may come in again. */
    void unban(final JsonNode request, final ObjectNode reply) {
        final long account = account(request);
        final Long former = untilSeconds.remove(account);
        if (former != null) {
            try {
                save();
            } catch (final ControlException refused) {
                untilSeconds.put(account, former);
                throw refused;
            }
        }
        order(new AdmissionOrder.Pardon(account));
        reply.put("account", account).put("wasBanned", former != null);
    }

    /** Who is banned now. */
    void list(final ObjectNode reply) {
        final long nowSeconds = clock.time() / MS_PER_SECOND;
        final ArrayNode bans = reply.putArray("bans");
        untilSeconds.forEach((account, until) -> {
            if (until > nowSeconds) {
                bans.addObject().put("account", account).put("until", until);
            }
        });
    }

    private static long account(final JsonNode request) {
        final JsonNode account = request.path("account");
        if (!account.isIntegralNumber()) {
            throw new ControlException("bad_argument", "account must be an account's number");
        }
        return account.longValue();
    }

    /** Those whose time is over are left out. */
    private void save() {
        final long nowSeconds = clock.time() / MS_PER_SECOND;
        final List<String> lines = new ArrayList<>();
        untilSeconds.forEach((account, until) -> {
            if (until > nowSeconds) {
                lines.add(account + " " + until);
            }
        });
        final Path fresh = file.resolveSibling(FILE + ".new");
        try {
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException refused) {
            throw new ControlException("not_saved", "the ban could not be saved: " + refused.getMessage());
        }
    }

    private void order(final AdmissionOrder order) {
        if (!orders.test(order)) {
            throw new ControlException("busy", "too many orders wait already");
        }
    }
}
