package io.tos.admin.player;

import static io.tos.admin.db.schema.Tables.ACCOUNT;
import static io.tos.admin.db.schema.Tables.GAME_SERVER;
import static io.tos.admin.db.schema.Tables.PLAYER_CHARACTER;

import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.account.LoginService;
import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.AccountKind;
import io.tos.admin.db.schema.tables.records.PlayerCharacterRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Nothing;
import io.tos.admin.http.RateLimits;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import io.tos.admin.secrets.Passwords;
import io.tos.admin.servers.TokenSealer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.IntegrityConstraintViolationException;

/** A player's way into the game: register, characters, and the token for a server. */
public final class EntryResource {
    private static final int CHARACTERS_MAX = 5;
    private static final String CHARACTERS = "/api/v1/characters";

    private final Database database;
    private final Passwords passwords;
    private final TokenSealer sealer;
    private final RateLimits registrations;
    private final Clock clock;

    /** @param registrations new accounts for each address. */
    public EntryResource(
            final Database database,
            final Passwords passwords,
            final TokenSealer sealer,
            final RateLimits registrations,
            final Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.sealer = sealer;
        this.registrations = registrations;
        this.clock = clock;
    }

    /** A new player. */
    public record Registration(
            @Pattern(regexp = "^[A-Za-z0-9_-]{3,32}$") String name,
            @Size(min = 12, max = 256) String password) {}

    /** A new account. */
    public record Registered(long accountId) {}

    /** A character of one's own. */
    public record OwnCharacter(long id, String name, int look, Instant createdAt) {}

    /** All of them. */
    public record OwnCharacters(List<OwnCharacter> items) {}

    /** A new character. */
    public record NewCharacter(
            @Pattern(regexp = "^\\p{L}[\\p{L}\\p{N}]{2,15}$")
            String name,

            @Min(0) @Max(255) int look) {}

    /** Which character enters which server. */
    public record PlayRequest(@Min(1) long characterId, UUID serverId) {}

    /** A server a player can choose. */
    public record PlayServer(UUID id, String name) {}

    /** All of them. */
    public record PlayServers(List<PlayServer> items) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.POST,
                        "/api/v1/register",
                        "register: A new player account.",
                        Access.open(),
                        Types.of(Registration.class, Registered.class),
                        this::register)
                .with(
                        Method.GET,
                        CHARACTERS,
                        "listCharacters: The player's own characters.",
                        Access.player(),
                        Types.out(OwnCharacters.class),
                        (call, none) -> characters(call))
                .with(
                        Method.POST,
                        CHARACTERS,
                        "createCharacter: A new character, at most five.",
                        Access.player(),
                        Types.of(NewCharacter.class, OwnCharacter.class),
                        this::create)
                .with(
                        Method.DELETE,
                        CHARACTERS + "/{id}",
                        "deleteCharacter: Deletes one of the player's own characters.",
                        Access.player(),
                        Types.none(),
                        (call, none) -> delete(call))
                .with(
                        Method.GET,
                        "/api/v1/play",
                        "listPlayServers: Servers a player can choose.",
                        Access.player(),
                        Types.out(PlayServers.class),
                        (call, none) -> servers())
                .with(
                        Method.POST,
                        "/api/v1/play",
                        "play: A sealed token with which a client enters the server, once.",
                        Access.player(),
                        Types.of(PlayRequest.class, TokenSealer.Grant.class),
                        this::play);
    }

    private Registered register(final Call call, final Registration wanted) {
        registrations.take(call.address());
        final String hash = passwords.hash(wanted.password());
        try {
            return database.inTransaction(tx -> {
                final long id = tx.insertInto(ACCOUNT)
                        .set(ACCOUNT.KIND, AccountKind.player)
                        .set(ACCOUNT.NAME, wanted.name())
                        .set(ACCOUNT.NAME_KEY, LoginService.key(wanted.name()))
                        .set(ACCOUNT.PASSWORD_HASH, hash)
                        .returningResult(ACCOUNT.ID)
                        .fetchSingle()
                        .value1();
                Audit.doneBy(tx, call, id, wanted.name(), Deed.of("player.register", "account", id));
                return new Registered(id);
            });
        } catch (final IntegrityConstraintViolationException taken) {
            throw new ApiException(ApiError.CONFLICT, "This name is taken.");
        }
    }

    private OwnCharacters characters(final Call call) {
        return new OwnCharacters(database.dsl()
                .selectFrom(PLAYER_CHARACTER)
                .where(PLAYER_CHARACTER.ACCOUNT_ID.eq(call.principal().accountId()))
                .and(PLAYER_CHARACTER.DELETED_AT.isNull())
                .orderBy(PLAYER_CHARACTER.ID)
                .fetch(EntryResource::own));
    }

    private OwnCharacter create(final Call call, final NewCharacter wanted) {
        final long account = call.principal().accountId();
        try {
            return database.inTransaction(tx -> {
                // The account's row is the lock that keeps two requests from making a sixth.
                tx.selectFrom(ACCOUNT).where(ACCOUNT.ID.eq(account)).forUpdate().fetch();
                final int count = tx.fetchCount(
                        PLAYER_CHARACTER,
                        PLAYER_CHARACTER.ACCOUNT_ID.eq(account).and(PLAYER_CHARACTER.DELETED_AT.isNull()));
                if (count >= CHARACTERS_MAX) {
                    throw new ApiException(ApiError.CONFLICT, "There are five characters already.");
                }
                return own(tx.insertInto(PLAYER_CHARACTER)
                        .set(PLAYER_CHARACTER.ACCOUNT_ID, account)
                        .set(PLAYER_CHARACTER.NAME, wanted.name())
                        .set(PLAYER_CHARACTER.NAME_KEY, LoginService.key(wanted.name()))
                        .set(PLAYER_CHARACTER.LOOK, wanted.look())
                        .returning()
                        .fetchSingle());
            });
        } catch (final IntegrityConstraintViolationException taken) {
            throw new ApiException(ApiError.CONFLICT, "This name is taken.");
        }
    }

    private Nothing delete(final Call call) {
        final long id = call.number("id");
        database.inTransaction(tx -> {
            final int deleted = tx.update(PLAYER_CHARACTER)
                    .set(PLAYER_CHARACTER.DELETED_AT, clock.instant())
                    .where(PLAYER_CHARACTER.ID.eq(id))
                    .and(PLAYER_CHARACTER.ACCOUNT_ID.eq(call.principal().accountId()))
                    .and(PLAYER_CHARACTER.DELETED_AT.isNull())
                    .execute();
            if (deleted == 0) {
                throw new ApiException(ApiError.NOT_FOUND, "There is no such character.");
            }
            Audit.done(tx, call, Deed.of("character.delete", "character", id));
            return true;
        });
        return Nothing.NOTHING;
    }

    private PlayServers servers() {
        return new PlayServers(database.dsl()
                .selectFrom(GAME_SERVER)
                .where(GAME_SERVER.REMOVED_AT.isNull())
                .orderBy(GAME_SERVER.NAME)
                .fetch(row -> new PlayServer(row.getId(), row.getName())));
    }

    private TokenSealer.Grant play(final Call call, final PlayRequest wanted) {
        final long account = call.principal().accountId();
        LoginService.refuseBanned(database.dsl(), account, clock.instant());
        final PlayerCharacterRecord character = database.dsl()
                .fetchOne(
                        PLAYER_CHARACTER,
                        PLAYER_CHARACTER
                                .ID
                                .eq(wanted.characterId())
                                .and(PLAYER_CHARACTER.ACCOUNT_ID.eq(account))
                                .and(PLAYER_CHARACTER.DELETED_AT.isNull()));
        if (character == null) {
            throw new ApiException(ApiError.NOT_FOUND, "There is no such character.");
        }
        return sealer.seal(wanted.serverId(), account, character.getId(), character.getName());
    }

    private static OwnCharacter own(final PlayerCharacterRecord row) {
        return new OwnCharacter(row.getId(), row.getName(), row.getLook(), row.getCreatedAt());
    }
}
