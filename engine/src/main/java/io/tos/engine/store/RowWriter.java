package io.tos.engine.store;

import java.lang.foreign.ValueLayout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes rows by compare-and-set: the owner's epoch on disk must be the writer's, and the row's version one less than the
 * new one. Store agent only.
 */
final class RowWriter implements AutoCloseable {
    private static final String OWNED =
            " FROM character WHERE id = ?1 AND owner_epoch = ?2 AND (?3 = 1 OR EXISTS" + " (SELECT 1 FROM ";
    private static final String SET =
            ", saved_ms = excluded.saved_ms, version = excluded.version," + " owner_epoch = excluded.owner_epoch";
    private static final String IF_NEXT = ".version = excluded.version - 1";

    private final PreparedStatement position;
    private final PreparedStatement vitals;
    private final PreparedStatement document;
    private final PreparedStatement world;
    private final PreparedStatement left;
    private final PreparedStatement event;
    private long nowMs;

    RowWriter(final Connection database) throws SQLException {
        position = database.prepareStatement(
                "INSERT INTO position (character_id, owner_epoch, version, saved_ms, map, x, y,"
                        + " z, yaw) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9" + OWNED
                        + "position WHERE character_id = ?1))"
                        + " ON CONFLICT (character_id) DO UPDATE SET map = excluded.map, x = excluded.x, y = excluded.y,"
                        + " z = excluded.z, yaw = excluded.yaw" + SET + " WHERE position" + IF_NEXT);
        vitals = database.prepareStatement(
                "INSERT INTO vitals (character_id, owner_epoch, version, saved_ms, health, mana,"
                        + " stamina) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7" + OWNED + "vitals WHERE character_id = ?1))"
                        + " ON CONFLICT (character_id) DO UPDATE SET health = excluded.health, mana = excluded.mana,"
                        + " stamina = excluded.stamina" + SET + " WHERE vitals" + IF_NEXT);
        document = database.prepareStatement(
                "INSERT INTO document (character_id, owner_epoch, version, saved_ms, kind, body)"
                        + " SELECT ?1, ?2, ?3, ?4, ?5, ?6" + OWNED + "document WHERE character_id = ?1 AND kind = ?5))"
                        + " ON CONFLICT (character_id, kind) DO UPDATE SET body = excluded.body" + SET
                        + " WHERE document"
                        + IF_NEXT);
        world = database.prepareStatement("INSERT INTO world_state (map, owner_epoch, version, saved_ms, kind, body)"
                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                + " ON CONFLICT (map, kind) DO UPDATE SET body = excluded.body" + SET + " WHERE world_state" + IF_NEXT
                + " AND world_state.owner_epoch <= excluded.owner_epoch");
        left = database.prepareStatement(
                "UPDATE character SET left_ms = ?3, version = version + 1 WHERE id = ?1" + " AND owner_epoch = ?2");
        event = database.prepareStatement(
                "INSERT INTO journal (sequence, at_ms, kind, character_id, body)" + " VALUES (?1, ?2, ?3, ?4, ?5)");
    }

    void begin(final long stampMs) {
        nowMs = stampMs;
    }

    boolean save(final PositionRow row) throws SQLException {
        key(position, row.key);
        position.setInt(5, row.map);
        position.setInt(6, row.x);
        position.setInt(7, row.y);
        position.setInt(8, row.z);
        position.setInt(9, row.yaw);
        return position.executeUpdate() == 1;
    }

    boolean save(final VitalsRow row) throws SQLException {
        key(vitals, row.key);
        vitals.setInt(5, row.health);
        vitals.setInt(6, row.mana);
        vitals.setInt(7, row.stamina);
        return vitals.executeUpdate() == 1;
    }

    boolean saveDocument(final DocumentRow row) throws SQLException {
        return save(document, row);
    }

    boolean saveWorld(final DocumentRow row) throws SQLException {
        return save(world, row);
    }

    boolean left(final RowKey key) throws SQLException {
        left.setLong(1, key.ownerId);
        left.setLong(2, key.epoch);
        left.setLong(3, nowMs);
        return left.executeUpdate() == 1;
    }

    void append(final JournalEvent what) throws SQLException {
        event.setLong(1, what.sequence);
        event.setLong(2, nowMs);
        event.setInt(3, what.kind);
        event.setLong(4, what.characterId);
        event.setBytes(5, what.memory.asSlice(what.from, what.length).toArray(ValueLayout.JAVA_BYTE));
        event.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (final PreparedStatement statement :
                new PreparedStatement[] {position, vitals, document, world, left, event}) {
            statement.close();
        }
    }

    private void key(final PreparedStatement statement, final RowKey key) throws SQLException {
        statement.setLong(1, key.ownerId);
        statement.setLong(2, key.epoch);
        statement.setLong(3, key.version);
        statement.setLong(4, nowMs);
    }

    private boolean save(final PreparedStatement statement, final DocumentRow row) throws SQLException {
        key(statement, row.key);
        statement.setInt(5, row.kind);
        statement.setBytes(6, row.memory.asSlice(row.from, row.length).toArray(ValueLayout.JAVA_BYTE));
        return statement.executeUpdate() == 1;
    }
}
