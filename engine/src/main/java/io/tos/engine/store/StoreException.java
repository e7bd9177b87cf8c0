package io.tos.engine.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The database did not do what it was asked to. Its message is one line for the operator. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong, as far as it decides what to do. */
    public enum Kind {
        /** The disk or the allowed length of the database is full. */
        FULL("no space left"),
        /** The disk did not read or write. */
        IO("the disk does not read or write"),
        /** The file is damaged. */
        CORRUPT("the file is damaged"),
        /** The file or its directory may not be written. */
        READ_ONLY("it may not be written"),
        /** Another process holds it. */
        BUSY("another process holds it"),
        /** It was written by a newer server or by something else. */
        FOREIGN("it is not ours"),
        /** Something else. */
        OTHER("it failed");

        private final String words;

        Kind(final String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * @param kind what is wrong.
     * @param message one line: what, and what to do.
     */
    public StoreException(final Kind kind, final String message) {
        super(message);
        this.kind = kind;
    }

    StoreException(final String doing, final SQLException cause) {
        super(doing + ": " + kindOf(cause).words() + " (" + firstLine(cause) + ")", cause);
        this.kind = kindOf(cause);
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    private static Kind kindOf(final SQLException cause) {
        if (!(cause instanceof final SQLiteException sqlite)) {
            return Kind.OTHER;
        }
        final int primary = sqlite.getResultCode().code & 0xFF;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Kind.FULL;
        }
        if (primary == SQLiteErrorCode.SQLITE_IOERR.code) {
            return Kind.IO;
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Kind.CORRUPT;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return Kind.READ_ONLY;
        }
        final boolean busy =
                primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code;
        return busy ? Kind.BUSY : Kind.OTHER;
    }

    private static String firstLine(final SQLException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
