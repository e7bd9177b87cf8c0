package io.tos.engine.edge;

import io.tos.engine.edge.saving.Body;
import io.tos.engine.protocol.EnterWorld;

/** Who is about to enter a map, and how. A holder, reused. */
public final class Joiner {
    /** The session. */
    public int cid;
    /** The player. */
    public long accountId;
    /** The character. */
    public long characterId;
    /** Which ENTER_WORLD of the session this is, 0 to 255. */
    public int epoch;
    /** One of {@link EnterWorld}'s causes. */
    public int cause;
    /** Input packets a second. */
    public int inputHz;
    /** Snapshots a second. */
    public int snapshotHz;
    /** East, for one who comes by portal, in centimetres. */
    public int xCm;
    /** North, for one who comes by portal. */
    public int yCm;
    /** Whether {@link #body} says how it was when it left. */
    public boolean isReturning;
    /** How it was when it was saved. */
    public final Body body = new Body();
}
