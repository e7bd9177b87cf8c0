package io.tos.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads everything of a character and makes this run its owner; enters new ones into the registry. Store agent only. */
final class CharacterLoader implements AutoCloseable {
    private final PreparedStatement addAccount;
    private final PreparedStatement addCharacter;
    private final PreparedStatement claim;
    private final PreparedStatement owner;
    private final PreparedStatement position;
    private final PreparedStatement vitals;
    private final PreparedStatement documents;
    private long nowMs;

    CharacterLoader(final Connection database) throws SQLException {
        addAccount = database.prepareStatement("INSERT INTO account (id, name, created_ms, version, owner_epoch)"
                + " VALUES (?1, ?2, ?3, 1, 1) ON CONFLICT (id) DO NOTHING");
        addCharacter = database.prepareStatement("INSERT INTO character (id, account_id, name, created_ms, entered_ms,"
                + " version, owner_epoch) VALUES (?1, ?2, ?3, ?4, ?4, 1, 0) ON CONFLICT (id) DO NOTHING");
        owner = database.prepareStatement("SELECT account_id, owner_epoch FROM character WHERE id = ?1");
        claim = database.prepareStatement("UPDATE character SET owner_epoch = owner_epoch + 1, version = version + 1,"
                + " entered_ms = ?2, left_ms = NULL WHERE id = ?1 AND owner_epoch = ?3");
        position = database.prepareStatement("SELECT version, map, x, y, z, yaw FROM position WHERE character_id = ?1");
        vitals = database.prepareStatement("SELECT version, health, mana, stamina FROM vitals WHERE character_id = ?1");
        documents = database.prepareStatement(
                "SELECT kind, version, body FROM document WHERE character_id = ?1 ORDER BY kind");
    }

    void begin(final long stampMs) {
        nowMs = stampMs;
    }

    @Nullable
    LoadFailure load(final LoadRequest request, final LoadedCharacter into) throws SQLException {
        register(request);
        owner.setLong(1, request.characterId);
        final long epoch;
        try (ResultSet row = owner.executeQuery()) {
            if (!row.next() || row.getLong(1) != request.accountId) {
                return LoadFailure.OTHER_ACCOUNT;
            }
            epoch = row.getLong(2) + 1;
        }
        into.begin(request, epoch);
        readPosition(into.position);
        readVitals(into.vitals);
        if (!readDocuments(request.characterId, into)) {
            return LoadFailure.TOO_LARGE;
        }
        claim.setLong(1, request.characterId);
        claim.setLong(2, nowMs);
        claim.setLong(3, epoch - 1);
        claim.executeUpdate();
        return null;
    }

    @Override
    public void close() throws SQLException {
        for (final PreparedStatement statement :
                new PreparedStatement[] {addAccount, addCharacter, claim, owner, position, vitals, documents}) {
            statement.close();
        }
    }

    /** Accounts of the reserved range, negative as SQLite sees them, are ours to keep; others are the admin side's. */
    private void register(final LoadRequest request) throws SQLException {
        if (request.accountId < 0) {
            addAccount.setLong(1, request.accountId);
            addAccount.setString(2, request.nameText());
            addAccount.setLong(3, nowMs);
            addAccount.executeUpdate();
        }
        addCharacter.setLong(1, request.characterId);
        addCharacter.setLong(2, request.accountId);
        addCharacter.setString(3, request.nameText());
        addCharacter.setLong(4, nowMs);
        addCharacter.executeUpdate();
    }

    private void readPosition(final PositionRow into) throws SQLException {
        position.setLong(1, into.key.ownerId);
        try (ResultSet row = position.executeQuery()) {
            if (row.next()) {
                into.key.version = row.getLong(1);
                into.map = row.getInt(2);
                into.x = row.getInt(3);
                into.y = row.getInt(4);
                into.z = row.getInt(5);
                into.yaw = row.getInt(6);
            }
        }
    }

    private void readVitals(final VitalsRow into) throws SQLException {
        vitals.setLong(1, into.key.ownerId);
        try (ResultSet row = vitals.executeQuery()) {
            if (row.next()) {
                into.key.version = row.getLong(1);
                into.health = row.getInt(2);
                into.mana = row.getInt(3);
                into.stamina = row.getInt(4);
            }
        }
    }

    private boolean readDocuments(final long characterId, final LoadedCharacter into) throws SQLException {
        documents.setLong(1, characterId);
        try (ResultSet row = documents.executeQuery()) {
            while (row.next()) {
                if (!into.addDocument(row.getInt(1), row.getLong(2), row.getBytes(3))) {
                    return false;
                }
            }
        }
        return true;
    }
}
