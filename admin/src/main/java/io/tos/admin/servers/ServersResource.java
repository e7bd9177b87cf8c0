package io.tos.admin.servers;

import static io.tos.admin.db.schema.Tables.ACCOUNT;
import static io.tos.admin.db.schema.Tables.GAME_SERVER;
import static io.tos.admin.db.schema.Tables.SERVER_COMMAND;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Permission;
import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.CommandState;
import io.tos.admin.db.schema.tables.records.GameServerRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.Nothing;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff see of game servers and tell them. */
public final class ServersResource {
    private static final String SERVERS = "/api/v1/servers";
    private static final int COMMANDS_SHOWN = 50;

    private final Database database;
    private final ServerRegistry registry;
    private final ServerLinks links;

    /** @param links what is known of them now. */
    public ServersResource(final Database database, final ServerRegistry registry, final ServerLinks links) {
        this.database = database;
        this.registry = registry;
        this.links = links;
    }

    /**
     * A game server.
     *
     * @param heardAt when it said something last; null if not since this service started.
     * @param commands which commands it answers.
     */
    public record ServerView(
            UUID id,
            String name,
            String address,
            int port,
            String build,
            ServerLinks.State state,
            @Nullable Instant heardAt,
            int players,
            List<String> commands) {}

    /** All of them. */
    public record ServerList(List<ServerView> items) {}

    /** A code with which one server can enrol. */
    public record EnrolmentCode(String code) {}

    /**
     * Something a server shall do.
     *
     * @param command one of those that the server answers.
     * @param arguments as the command wants them.
     * @param reason for the audit log.
     */
    public record CommandRequest(
            @Pattern(regexp = "^[a-z_]{1,32}$") String command,
            JsonNode arguments,
            @Size(min = 1, max = 500) String reason) {}

    /** A command and what became of it. */
    public record CommandView(
            long id,
            String command,
            JsonNode arguments,
            @Nullable String askedBy,
            Instant askedAt,
            CommandState state,
            @Nullable JsonNode answer) {}

    /** The last ones, newest first. */
    public record CommandList(List<CommandView> items) {}

    /** A reason for the audit log. */
    public record Reason(@Size(min = 1, max = 500) String reason) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.GET,
                        SERVERS,
                        "listServers: All game servers and how they are.",
                        Access.staff(Permission.SERVERS_READ),
                        Types.out(ServerList.class),
                        (call, none) -> list())
                .with(
                        Method.GET,
                        SERVERS + "/{server}",
                        "getServer: One game server.",
                        Access.staff(Permission.SERVERS_READ),
                        Types.out(ServerView.class),
                        (call, none) -> view(find(call)))
                .with(
                        Method.POST,
                        SERVERS + "/enrolments",
                        "issueEnrolment: A code with which one server can enrol, within a quarter of an hour.",
                        Access.staff(Permission.SERVERS_ENROL),
                        Types.out(EnrolmentCode.class),
                        (call, none) -> issue(call))
                .with(
                        Method.POST,
                        SERVERS + "/{server}/removal",
                        "removeServer: Throws a server out.",
                        Access.staff(Permission.SERVERS_ENROL),
                        Types.in(Reason.class),
                        this::remove)
                .with(
                        Method.GET,
                        SERVERS + "/{server}/commands",
                        "listCommands: The last commands, newest first.",
                        Access.staff(Permission.SERVERS_READ),
                        Types.out(CommandList.class),
                        (call, none) -> commands(call))
                .with(
                        Method.POST,
                        SERVERS + "/{server}/commands",
                        "sendCommand: Tells the server to do something.",
                        Access.staff(Permission.SERVERS_OPERATE),
                        Types.of(CommandRequest.class, CommandView.class),
                        (call, wanted) -> send(call, find(call).getId(), wanted));
    }

    /**
     * Sends a command to a server that answers such, with an entry in the audit log.
     *
     * @throws ApiException conflict when the server does not know it, server lost when it is not connected.
     */
    public CommandView send(final Call call, final UUID server, final CommandRequest wanted) {
        if (!links.isOnline(server)) {
            throw new ApiException(ApiError.SERVER_LOST);
        }
        if (!links.commands(server).contains(wanted.command())) {
            throw new ApiException(ApiError.CONFLICT, "This server does not answer '" + wanted.command() + "'.");
        }
        final CommandView view = database.inTransaction(tx -> {
            final var row = tx.insertInto(SERVER_COMMAND)
                    .set(SERVER_COMMAND.SERVER_ID, server)
                    .set(SERVER_COMMAND.COMMAND, wanted.command())
                    .set(SERVER_COMMAND.ARGUMENTS, Json.column(wanted.arguments()))
                    .set(SERVER_COMMAND.ASKED_BY, call.principal().accountId())
                    .returning()
                    .fetchSingle();
            Audit.done(
                    tx,
                    call,
                    Deed.of("server." + wanted.command(), "server", server)
                            .because(wanted.reason())
                            .changing(null, wanted.arguments()));
            return new CommandView(
                    row.getId(),
                    row.getCommand(),
                    wanted.arguments(),
                    call.principal().name(),
                    row.getAskedAt(),
                    row.getState(),
                    null);
        });
        links.send(server, new ServerLinks.Command("command", view.id(), view.command(), view.arguments()));
        return view;
    }

    private ServerList list() {
        return new ServerList(database.dsl()
                .selectFrom(GAME_SERVER)
                .where(GAME_SERVER.REMOVED_AT.isNull())
                .orderBy(GAME_SERVER.NAME)
                .fetch(this::view));
    }

    private GameServerRecord find(final Call call) {
        final GameServerRecord row = database.dsl()
                .fetchOne(GAME_SERVER, GAME_SERVER.ID.eq(call.uuid("server")).and(GAME_SERVER.REMOVED_AT.isNull()));
        if (row == null) {
            throw new ApiException(ApiError.NOT_FOUND, "There is no such server.");
        }
        return row;
    }

    private ServerView view(final GameServerRecord row) {
        final UUID id = row.getId();
        return new ServerView(
                id,
                row.getName(),
                row.getAddress(),
                row.getPort(),
                row.getBuild(),
                links.state(id),
                links.heardAt(id),
                links.players(id),
                links.commands(id));
    }

    private EnrolmentCode issue(final Call call) {
        return database.inTransaction(tx -> {
            Audit.done(tx, call, Deed.of("server.enrolment", "server", "any"));
            return new EnrolmentCode(registry.issueCode(tx, call.principal().name()));
        });
    }

    private Nothing remove(final Call call, final Reason reason) {
        final GameServerRecord row = find(call);
        database.inTransaction(tx -> {
            registry.remove(tx, row.getId());
            Audit.done(
                    tx,
                    call,
                    Deed.of("server.remove", "server", row.getId())
                            .because(reason.reason())
                            .changing(Map.of("name", row.getName()), null));
            return true;
        });
        return Nothing.NOTHING;
    }

    private CommandList commands(final Call call) {
        return new CommandList(database.dsl()
                .select(SERVER_COMMAND, ACCOUNT.NAME)
                .from(SERVER_COMMAND)
                .leftJoin(ACCOUNT)
                .on(ACCOUNT.ID.eq(SERVER_COMMAND.ASKED_BY))
                .where(SERVER_COMMAND.SERVER_ID.eq(find(call).getId()))
                .orderBy(SERVER_COMMAND.ID.desc())
                .limit(COMMANDS_SHOWN)
                .fetch(row -> new CommandView(
                        row.value1().getId(),
                        row.value1().getCommand(),
                        Json.fromColumn(row.value1().getArguments(), JsonNode.class),
                        row.value2(),
                        row.value1().getAskedAt(),
                        row.value1().getState(),
                        row.value1().getAnswer() == null
                                ? null
                                : Json.fromColumn(row.value1().getAnswer(), JsonNode.class))));
    }
}
