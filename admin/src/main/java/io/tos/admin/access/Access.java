package io.tos.admin.access;

/** Who may call a route. Every route says one; there is no default. */
public sealed interface Access {
    /** Anyone. */
    record Open() implements Access {}

    /** Anyone who is logged in. */
    record LoggedIn() implements Access {}

    /** Players only. */
    record Player() implements Access {}

    /** Staff with a permission. */
    record Staff(Permission permission) implements Access {}

    /** A game server that signs its requests. */
    record GameServer() implements Access {}

    /** Anyone. */
    static Access open() {
        return new Open();
    }

    /** Anyone who is logged in. */
    static Access loggedIn() {
        return new LoggedIn();
    }

    /** Players only. */
    static Access player() {
        return new Player();
    }

    /** A game server that signs its requests. */
    static Access gameServer() {
        return new GameServer();
    }

    /** Staff with a permission. */
    static Access staff(final Permission permission) {
        return new Staff(permission);
    }

    /** As the OpenAPI document says it. */
    default String code() {
        return switch (this) {
            case Open _ -> "open";
            case LoggedIn _ -> "login";
            case Player _ -> "player";
            case GameServer _ -> "server";
            case Staff(Permission permission) -> permission.code();
        };
    }
}
