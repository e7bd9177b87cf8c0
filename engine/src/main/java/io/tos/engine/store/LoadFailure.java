package io.tos.engine.store;

/** Why a character could not be loaded. */
public enum LoadFailure {
    /** The store cannot write at the moment, so nobody can be given a character. */
    UNAVAILABLE(1),
    /** The character belongs to another account. */
    OTHER_ACCOUNT(2),
    /** What is kept of it is more than a character may have. */
    TOO_LARGE(3);

    private final int code;

    LoadFailure(final int code) {
        this.code = code;
    }

    /** In a frame. */
    int code() {
        return code;
    }

    static LoadFailure of(final int code) {
        return switch (code) {
            case 1 -> UNAVAILABLE;
            case 2 -> OTHER_ACCOUNT;
            case 3 -> TOO_LARGE;
            default -> throw new IllegalStateException("unknown failure " + code);
        };
    }
}
