package io.tos.engine.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One step of the database's shape. Its text is never edited once a server has run it: the database remembers the
 * checksum and refuses another.
 *
 * @param number from 1, without gaps.
 * @param name what it does, for people.
 * @param sql statements, each ended by a semicolon at the end of a line.
 */
public record Migration(int number, String name, String sql) {
    /** SHA-256 of the statements, in hex. */
    public String checksum() {
        try {
            final byte[] text = sql.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The statements one by one. */
    String[] statements() {
        return sql.strip().split(";\\s*\\R|;$", 0);
    }
}
