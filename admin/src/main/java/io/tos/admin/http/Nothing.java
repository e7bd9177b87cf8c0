package io.tos.admin.http;

/** What goes in or out where nothing does. */
public enum Nothing {
    /** The only one. */
    NOTHING
}
