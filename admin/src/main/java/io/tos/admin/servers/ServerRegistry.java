package io.tos.admin.servers;

import static io.tos.admin.db.schema.Tables.ENROLMENT;
import static io.tos.admin.db.schema.Tables.GAME_SERVER;

import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.tables.records.EnrolmentRecord;
import io.tos.admin.db.schema.tables.records.GameServerRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.secrets.Tokens;
import io.tos.admin.secrets.Vault;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.ServerSecret;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;

/**
 * The game servers that were let in, and letting one in: a code of one use carries a key, under which the server sends its
 * secret, so that the secret is safe on a line without TLS too. Thread-safe.
 */
public final class ServerRegistry {
    private static final String CODE_PREFIX = "tose1:";
    private static final int CODE_ID_BYTES = 16;
    private static final int CODE_KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final Duration CODE_LIFE = Duration.ofMinutes(15);

    private final Database database;
    private final Vault vault;
    private final Clock clock;
    private final Map<UUID, ServerSecret> secrets = new ConcurrentHashMap<>();

    /** @param vault seals the servers' secrets. */
    public ServerRegistry(final Database database, final Vault vault, final Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * What a server says of itself when it enrols.
     *
     * @param codeId first 16 bytes of the code, base64url.
     * @param secret the server's secret, sealed with the code's key: ChaCha20-Poly1305, nonce 0, base64url.
     */
    public record Applicant(String codeId, String name, String secret, String address, int port, String build) {}

    /** Makes a code that lets one server in, once, within a quarter of an hour. */
    public String issueCode(final DSLContext tx, final String issuedBy) {
        final byte[] code = Tokens.randomBytes(CODE_ID_BYTES + CODE_KEY_BYTES);
        keep(tx, code, issuedBy);
        return CODE_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }

    /** Takes over a code that was made elsewhere on this machine, for the server that is started beside this service. */
    public void acceptCode(final DSLContext tx, final String code) {
        keep(tx, Base64.getUrlDecoder().decode(code.substring(CODE_PREFIX.length())), "service");
    }

    private void keep(final DSLContext tx, final byte[] code, final String issuedBy) {
        tx.insertInto(ENROLMENT)
                .set(ENROLMENT.CODE_HASH, Tokens.hash(Arrays.copyOf(code, CODE_ID_BYTES)))
                .set(
                        ENROLMENT.KEY_SEALED,
                        vault.seal("enrolment", Arrays.copyOfRange(code, CODE_ID_BYTES, code.length)))
                .set(ENROLMENT.ISSUED_BY, issuedBy)
                .set(ENROLMENT.EXPIRES_AT, clock.instant().plus(CODE_LIFE))
                .onConflictDoNothing()
                .execute();
    }

    /** Lets a server in; a server that was in before, known by its secret, keeps its id. */
    UUID enrol(final Applicant applicant) {
        return database.inTransaction(tx -> {
            final EnrolmentRecord enrolment = tx.selectFrom(ENROLMENT)
                    .where(ENROLMENT.CODE_HASH.eq(
                            Tokens.hash(Base64.getUrlDecoder().decode(applicant.codeId()))))
                    .forUpdate()
                    .fetchOne();
            if (enrolment == null
                    || enrolment.getUsedAt() != null
                    || enrolment.getExpiresAt().isBefore(clock.instant())) {
                throw new ApiException(ApiError.BAD_SIGNATURE, "This code is unknown, used or too old.");
            }
            final ServerSecret secret = open(
                    vault.open("enrolment", enrolment.getKeySealed()),
                    Base64.getUrlDecoder().decode(applicant.secret()));
            enrolment.setUsedAt(clock.instant());
            enrolment.update();
            return store(tx, applicant, secret);
        });
    }

    /** Key that signs a server's requests. */
    byte[] linkKey(final UUID id) {
        return secret(id).linkKey();
    }

    /** The secret of a server that is in. */
    ServerSecret secret(final UUID id) {
        return secrets.computeIfAbsent(id, wanted -> {
            final GameServerRecord row = database.dsl()
                    .fetchOne(GAME_SERVER, GAME_SERVER.ID.eq(wanted).and(GAME_SERVER.REMOVED_AT.isNull()));
            if (row == null) {
                throw new ApiException(ApiError.BAD_SIGNATURE, "This server is not enrolled.");
            }
            return ServerSecret.of(vault.open(purpose(wanted), row.getSecretSealed()));
        });
    }

    /** Throws a server out: its signature is worth nothing from now on. */
    void remove(final DSLContext tx, final UUID id) {
        tx.update(GAME_SERVER)
                .set(GAME_SERVER.REMOVED_AT, clock.instant())
                .where(GAME_SERVER.ID.eq(id))
                .execute();
        secrets.remove(id);
    }

    private UUID store(final DSLContext tx, final Applicant applicant, final ServerSecret secret) {
        final byte[] publicKey = secret.staticPair(
                        CryptoBackend.choose().backend().handshakeCrypto())
                .publicKey();
        // The same server gets the same id, wherever it enrols.
        final ByteBuffer hash = ByteBuffer.wrap(Tokens.hash(publicKey));
        final UUID id = new UUID(hash.getLong(), hash.getLong());
        if (tx.fetchExists(
                GAME_SERVER,
                GAME_SERVER
                        .NAME
                        .equalIgnoreCase(applicant.name())
                        .and(GAME_SERVER.ID.ne(id))
                        .and(GAME_SERVER.REMOVED_AT.isNull()))) {
            throw new ApiException(ApiError.CONFLICT, "Another server has this name.");
        }
        tx.insertInto(GAME_SERVER)
                .set(GAME_SERVER.ID, id)
                .set(GAME_SERVER.NAME, applicant.name())
                .set(GAME_SERVER.ADDRESS, applicant.address())
                .set(GAME_SERVER.PORT, applicant.port())
                .set(GAME_SERVER.SECRET_SEALED, vault.seal(purpose(id), secret.copyBytes()))
                .set(GAME_SERVER.PUBLIC_KEY, publicKey)
                .set(GAME_SERVER.INSTANCE_ID, 0L)
                .set(GAME_SERVER.PROTOCOL_ID, 0L)
                .set(GAME_SERVER.BUILD, applicant.build())
                .onConflict(GAME_SERVER.ID)
                .doUpdate()
                .set(GAME_SERVER.NAME, applicant.name())
                .set(GAME_SERVER.ADDRESS, applicant.address())
                .set(GAME_SERVER.PORT, applicant.port())
                .set(GAME_SERVER.SECRET_SEALED, vault.seal(purpose(id), secret.copyBytes()))
                .setNull(GAME_SERVER.REMOVED_AT)
                .execute();
        Audit.doneByService(
                tx,
                Deed.of("server.enrol", "server", id)
                        .changing(null, Map.of("name", applicant.name(), "address", applicant.address())));
        secrets.put(id, secret);
        return id;
    }

    private static ServerSecret open(final byte[] key, final byte[] sealed) {
        // The key is used for nothing else, so the nonce is zero.
        if (!CryptoBackend.choose()
                .backend()
                .handshakeCrypto()
                .open(key, new byte[NONCE_BYTES], new byte[0], sealed, 0, ServerSecret.SECRET_BYTES)) {
            throw new ApiException(ApiError.BAD_SIGNATURE, "The secret was not sealed with this code.");
        }
        return ServerSecret.of(Arrays.copyOf(sealed, ServerSecret.SECRET_BYTES));
    }

    private static String purpose(final UUID id) {
        return "server " + id;
    }
}
