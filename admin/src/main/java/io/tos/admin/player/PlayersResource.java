package io.tos.admin.player;

import static io.tos.admin.db.schema.Tables.ACCOUNT;
import static io.tos.admin.db.schema.Tables.BAN;
import static io.tos.admin.db.schema.Tables.PLAYER_CHARACTER;
import static io.tos.admin.db.schema.Tables.PLAYER_NOTE;

import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Permission;
import io.tos.admin.account.LoginService;
import io.tos.admin.account.Sessions;
import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.AccountKind;
import io.tos.admin.db.schema.tables.records.AccountRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import io.tos.admin.servers.ServerLinks;
import io.tos.admin.servers.ServersResource;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What staff see of players and do about them. */
public final class PlayersResource {
    private static final String PLAYERS = "/api/v1/players";
    private static final String KICK = "kick";
    private static final int PAGE_MAX = 200;

    private final Database database;
    private final Sessions sessions;
    private final ServerLinks links;
    private final ServersResource servers;
    private final Clock clock;

    /** @param servers through which players are kicked. */
    public PlayersResource(
            final Database database,
            final Sessions sessions,
            final ServerLinks links,
            final ServersResource servers,
            final Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.links = links;
        this.servers = servers;
        this.clock = clock;
    }

    /** A player, as the list shows them. */
    public record PlayerRow(
            long id,
            String name,
            Instant createdAt,
            @Nullable Instant lastLoginAt,
            boolean banned) {}

    /**
     * A page of players, in order of name.
     *
     * @param next what to ask for as {@code after} to get the next page; null at the end.
     */
    public record PlayerPage(
            List<PlayerRow> items, @Nullable String next) {}

    /** A character of a player. */
    public record CharacterView(
            long id,
            String name,
            Instant createdAt,
            @Nullable Instant deletedAt) {}

    /** A ban. */
    public record BanView(
            long id,
            String reason,
            String by,
            Instant at,
            @Nullable Instant until,
            @Nullable Instant liftedAt) {}

    /** A note about a player. */
    public record NoteView(long id, String author, Instant at, String text) {}

    /** Everything about a player. */
    public record PlayerDetail(
            PlayerRow player, List<CharacterView> characters, List<BanView> bans, List<NoteView> notes) {}

    /**
     * A ban to be.
     *
     * @param until null: for good.
     */
    public record BanRequest(
            @Size(min = 1, max = 500) String reason,
            @Nullable Instant until) {}

    /** A note to be. */
    public record NoteRequest(@Size(min = 1, max = 2000) String text) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.GET,
                        PLAYERS,
                        "listPlayers: Players whose name begins so, in order of name.",
                        Access.staff(Permission.PLAYERS_READ),
                        Types.out(PlayerPage.class, "prefix", "after", "limit"),
                        (call, none) -> list(call))
                .with(
                        Method.GET,
                        PLAYERS + "/{id}",
                        "getPlayer: Everything about a player.",
                        Access.staff(Permission.PLAYERS_READ),
                        Types.out(PlayerDetail.class),
                        (call, none) -> detail(find(call)))
                .with(
                        Method.POST,
                        PLAYERS + "/{id}/notes",
                        "addNote: A note about a player.",
                        Access.staff(Permission.PLAYERS_NOTE),
                        Types.of(NoteRequest.class, PlayerDetail.class),
                        this::note)
                .with(
                        Method.POST,
                        PLAYERS + "/{id}/bans",
                        "ban: Bans a player, ends the logins, and kicks where the server can.",
                        Access.staff(Permission.PLAYERS_BAN),
                        Types.of(BanRequest.class, PlayerDetail.class),
                        this::ban)
                .with(
                        Method.POST,
                        PLAYERS + "/{id}/bans/lift",
                        "liftBan: Lifts a player's bans.",
                        Access.staff(Permission.PLAYERS_BAN),
                        Types.of(ServersResource.Reason.class, PlayerDetail.class),
                        this::lift)
                .with(
                        Method.POST,
                        PLAYERS + "/{id}/kick",
                        "kick: Ends the player's session, wherever it is.",
                        Access.staff(Permission.PLAYERS_KICK),
                        Types.of(ServersResource.Reason.class, ServersResource.CommandList.class),
                        this::kick);
    }

    private PlayerPage list(final Call call) {
        final int limit = (int) call.queryNumber("limit", 50, 1, PAGE_MAX);
        Condition wanted = ACCOUNT.KIND.eq(AccountKind.player);
        final String prefix = LoginService.key(call.query("prefix").orElse(""));
        if (!prefix.isEmpty()) {
            wanted = wanted.and(ACCOUNT.NAME_KEY.startsWith(prefix));
        }
        wanted = wanted.and(
                call.query("after").map(after -> ACCOUNT.NAME_KEY.gt(after)).orElse(DSL.noCondition()));
        final var found = database.dsl()
                .select(ACCOUNT, DSL.field(activeBan()))
                .from(ACCOUNT)
                .where(wanted)
                .orderBy(ACCOUNT.NAME_KEY)
                .limit(limit + 1)
                .fetch(row -> row(row.value1(), row.value2()));
        final List<PlayerRow> items = found.subList(0, Math.min(limit, found.size()));
        return new PlayerPage(
                items, found.size() > limit ? LoginService.key(items.getLast().name()) : null);
    }

    private Condition activeBan() {
        return DSL.exists(DSL.selectOne()
                .from(BAN)
                .where(BAN.ACCOUNT_ID.eq(ACCOUNT.ID))
                .and(BAN.LIFTED_AT.isNull())
                .and(BAN.UNTIL.isNull().or(BAN.UNTIL.gt(clock.instant()))));
    }

    private static PlayerRow row(final AccountRecord account, final boolean banned) {
        return new PlayerRow(
                account.getId(), account.getName(), account.getCreatedAt(), account.getLastLoginAt(), banned);
    }

    private AccountRecord find(final Call call) {
        final AccountRecord account = database.dsl()
                .fetchOne(ACCOUNT, ACCOUNT.ID.eq(call.number("id")).and(ACCOUNT.KIND.eq(AccountKind.player)));
        if (account == null) {
            throw new ApiException(ApiError.NOT_FOUND, "There is no such player.");
        }
        return account;
    }

    private PlayerDetail detail(final AccountRecord account) {
        final long id = account.getId();
        final boolean banned = database.dsl()
                .select(DSL.field(activeBan()))
                .from(ACCOUNT)
                .where(ACCOUNT.ID.eq(id))
                .fetchSingle()
                .value1();
        return new PlayerDetail(
                row(account, banned),
                database.dsl()
                        .selectFrom(PLAYER_CHARACTER)
                        .where(PLAYER_CHARACTER.ACCOUNT_ID.eq(id))
                        .orderBy(PLAYER_CHARACTER.ID)
                        .fetch(row ->
                                new CharacterView(row.getId(), row.getName(), row.getCreatedAt(), row.getDeletedAt())),
                database.dsl()
                        .select(BAN, ACCOUNT.NAME)
                        .from(BAN)
                        .join(ACCOUNT)
                        .on(ACCOUNT.ID.eq(BAN.BY_ID))
                        .where(BAN.ACCOUNT_ID.eq(id))
                        .orderBy(BAN.ID.desc())
                        .fetch(row -> new BanView(
                                row.value1().getId(),
                                row.value1().getReason(),
                                row.value2(),
                                row.value1().getAt(),
                                row.value1().getUntil(),
                                row.value1().getLiftedAt())),
                database.dsl()
                        .select(PLAYER_NOTE, ACCOUNT.NAME)
                        .from(PLAYER_NOTE)
                        .join(ACCOUNT)
                        .on(ACCOUNT.ID.eq(PLAYER_NOTE.AUTHOR_ID))
                        .where(PLAYER_NOTE.ACCOUNT_ID.eq(id))
                        .orderBy(PLAYER_NOTE.ID.desc())
                        .fetch(row -> new NoteView(
                                row.value1().getId(),
                                row.value2(),
                                row.value1().getAt(),
                                row.value1().getText())));
    }

    private PlayerDetail note(final Call call, final NoteRequest note) {
        final AccountRecord account = find(call);
        database.inTransaction(tx -> {
            tx.insertInto(PLAYER_NOTE)
                    .set(PLAYER_NOTE.ACCOUNT_ID, account.getId())
                    .set(PLAYER_NOTE.AUTHOR_ID, call.principal().accountId())
                    .set(PLAYER_NOTE.TEXT, note.text())
                    .execute();
            Audit.done(
                    tx, call, Deed.of("player.note", "account", account.getId()).changing(null, note));
            return true;
        });
        return detail(account);
    }

    private PlayerDetail ban(final Call call, final BanRequest wanted) {
        final AccountRecord account = find(call);
        if (wanted.until() != null && wanted.until().isBefore(clock.instant())) {
            throw new ApiException(ApiError.INVALID, "The ban's end is in the past.");
        }
        database.inTransaction(tx -> {
            tx.insertInto(BAN)
                    .set(BAN.ACCOUNT_ID, account.getId())
                    .set(BAN.REASON, wanted.reason())
                    .set(BAN.BY_ID, call.principal().accountId())
                    .set(BAN.UNTIL, wanted.until())
                    .execute();
            sessions.endAll(tx, account.getId());
            Audit.done(
                    tx,
                    call,
                    Deed.of("player.ban", "account", account.getId())
                            .because(wanted.reason())
                            .changing(null, wanted));
            return true;
        });
        kickEverywhere(call, account, "banned: " + wanted.reason());
        return detail(account);
    }

    private PlayerDetail lift(final Call call, final ServersResource.Reason reason) {
        final AccountRecord account = find(call);
        database.inTransaction(tx -> {
            final int lifted = tx.update(BAN)
                    .set(BAN.LIFTED_AT, clock.instant())
                    .set(BAN.LIFTED_BY, call.principal().accountId())
                    .where(BAN.ACCOUNT_ID.eq(account.getId()))
                    .and(BAN.LIFTED_AT.isNull())
                    .execute();
            if (lifted == 0) {
                throw new ApiException(ApiError.CONFLICT, "The player is not banned.");
            }
            Audit.done(
                    tx,
                    call,
                    Deed.of("player.unban", "account", account.getId()).because(reason.reason()));
            return true;
        });
        return detail(account);
    }

    private ServersResource.CommandList kick(final Call call, final ServersResource.Reason reason) {
        final AccountRecord account = find(call);
        if (links.thatAnswer(KICK).isEmpty()) {
            throw new ApiException(ApiError.SERVER_LOST, "No server is connected that could kick.");
        }
        return kickEverywhere(call, account, reason.reason());
    }

    /** Asks every server: only it knows who plays there. */
    private ServersResource.CommandList kickEverywhere(
            final Call call, final AccountRecord account, final String reason) {
        return new ServersResource.CommandList(links.thatAnswer(KICK).stream()
                .map(server -> servers.send(
                        call,
                        server,
                        new ServersResource.CommandRequest(
                                KICK,
                                Json.toTree(Map.of("account", account.getId(), "name", account.getName())),
                                reason)))
                .toList());
    }
}
