package io.tos.engine.content;

import java.util.regex.Pattern;

/** Names that content refers to each other by: small letters, digits and underscores, 1 to 40. */
final class Ids {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9_]{1,40}");

    private Ids() {}

    static void check(final String id) {
        if (!LEGAL.matcher(id).matches()) {
            throw new IllegalArgumentException("id must be 1 to 40 of a-z, 0-9 and _: '" + id + "'");
        }
    }
}
