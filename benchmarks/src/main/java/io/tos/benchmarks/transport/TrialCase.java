package io.tos.benchmarks.transport;

import java.util.Locale;

/** What the server does during a trial; the names are those of the rows and of the C programs' arguments. */
public enum TrialCase {
    /** 1,000 peers flood it; it reads. */
    RECEIVE,
    /** It sends to 1,000 peers in turn, who read. */
    SEND,
    /** 1,000 peers ask with 2,048 datagrams under way; it answers each. */
    ECHO,
    /** 300,000 datagrams a second arrive; it drains them 60 times a second. */
    DRAIN60;

    /** How it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reverse of {@link #word()}. */
    public static TrialCase of(final String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
