package io.tos.engine.client;

/** What all {@link WorldView}s of one thread counted together. That thread only. */
public final class ViewCounts {
    /** Snapshots of the present epoch that were processed. */
    public long snapshots;

    /** Records in them: full, delta and left. */
    public long records;

    /** Records that were of a former owner of their alias, or older than what made them meaningless. */
    public long lateRecords;

    /** Aliases that came to be without base because a delta's base was not there. */
    public long baseMisses;

    /** Deltas ignored because their alias was without base already. */
    public long deltasIgnored;

    /** Integrity checks that were compared. */
    public long integrityChecks;

    /** Integrity checks of entities that are gone here, or without base already: nothing to compare. */
    public long integritySkipped;

    /** Integrity checks that differed, and deltas that cannot have been made against the base they name: never in order. */
    public long mismatches;
}
