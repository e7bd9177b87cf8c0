package io.tos.engine.protocol;

/** Which way something travels. */
public enum Direction {
    /** Client → server. */
    TO_SERVER,
    /** Server → client. */
    TO_CLIENT
}
