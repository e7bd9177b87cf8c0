package io.tos.admin.http;

/** Every way a request can be refused: a stable code for programs, a status, and a sentence for people. */
public enum ApiError {
    /** The body or a parameter cannot be read. */
    MALFORMED(400, "The request cannot be read."),
    /** No login, or one that is over. */
    NOT_LOGGED_IN(401, "Log in first."),
    /** Name or password is wrong; which one is not told. */
    WRONG_CREDENTIALS(401, "Name or password is wrong."),
    /** The password was right; a code of the second factor is needed. */
    SECOND_FACTOR_REQUIRED(401, "Enter the code of your authenticator app."),
    /** A refresh token came a second time: all logins of its family are over. */
    TOKEN_REUSED(401, "This login was used in two places and has been ended."),
    /** A game server's signature does not fit. */
    BAD_SIGNATURE(401, "The signature does not fit."),
    /** The login may not do this. */
    FORBIDDEN(403, "Your role does not allow this."),
    /** The page that sent the request did not prove that it is ours. */
    CSRF(403, "The X-CSRF-Token header is missing or wrong."),
    /** The account is banned. */
    BANNED(403, "This account is banned."),
    /** Nothing there. */
    NOT_FOUND(404, "There is nothing here."),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "This method is not offered here."),
    /** It would contradict what is there. */
    CONFLICT(409, "This contradicts what is there."),
    /** Another tab has just renewed the login. */
    REFRESH_RACE(409, "The login was renewed a moment ago."),
    /** Somebody else changed it meanwhile. */
    CHANGED_MEANWHILE(412, "Somebody else has changed this; load it again."),
    /** More than the service reads. */
    TOO_LARGE(413, "The request is too large."),
    /** Bodies are JSON. */
    NOT_JSON(415, "Bodies must be application/json."),
    /** Read, but not as the schema says. */
    INVALID(422, "Some values are not allowed."),
    /** An If-Match header is needed. */
    PRECONDITION_REQUIRED(428, "Say with If-Match which version you saw."),
    /** Too many requests or failed logins. */
    TOO_MANY(429, "Too many requests; wait a little."),
    /** Too many failed logins for this account. */
    LOCKED(429, "Too many failed logins; this account is locked for a while."),
    /** A mistake of ours. */
    INTERNAL(500, "Something went wrong here; it has been logged."),
    /** A game server did not answer. */
    SERVER_LOST(503, "The game server is not connected."),
    /** The database does not answer. */
    DATABASE_DOWN(503, "The database does not answer; try again in a moment.");

    private final int status;
    private final String title;

    ApiError(final int status, final String title) {
        this.status = status;
        this.title = title;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The sentence. */
    public String title() {
        return title;
    }

    /** For programs: {@code changed_meanwhile}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
