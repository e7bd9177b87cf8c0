package io.tos.engine.edge.saving;

import io.tos.engine.store.LoadedCharacter;
import io.tos.engine.store.PositionRow;
import io.tos.engine.store.RowKey;
import io.tos.engine.store.VitalsRow;

/** For each slot: whose rows it may write, their versions, and what was last handed to the store. Tick thread only. */
final class SavedBodies {
    private static final int FIELDS = 7;
    private static final int MAP = 0;
    private static final int X = 1;
    private static final int Y = 2;
    private static final int Z = 3;
    private static final int YAW = 4;
    private static final int HEALTH = 5;
    private static final int STAMINA = 6;

    private final long[] characterId;
    private final long[] epoch;
    private final long[] positionVersion;
    private final long[] vitalsVersion;
    private final int[] onDisk;
    private final int[] last;

    SavedBodies(final int slots) {
        characterId = new long[slots];
        epoch = new long[slots];
        positionVersion = new long[slots];
        vitalsVersion = new long[slots];
        onDisk = new int[slots * FIELDS];
        last = new int[slots * FIELDS];
    }

    /** A character came from the store. */
    void take(final int slot, final LoadedCharacter loaded) {
        characterId[slot] = loaded.characterId();
        epoch[slot] = loaded.epoch();
        positionVersion[slot] = loaded.position.key.version;
        vitalsVersion[slot] = loaded.vitals.key.version;
        final int at = slot * FIELDS;
        onDisk[at + MAP] = loaded.position.map;
        onDisk[at + X] = loaded.position.x;
        onDisk[at + Y] = loaded.position.y;
        onDisk[at + Z] = loaded.position.z;
        onDisk[at + YAW] = loaded.position.yaw;
        onDisk[at + HEALTH] = loaded.vitals.health;
        onDisk[at + STAMINA] = loaded.vitals.stamina;
    }

    /** What is on disk. */
    void read(final int slot, final Body into) {
        copy(onDisk, slot, into);
    }

    /** Keeps the state of one who leaves until it has been said. */
    void remember(final int slot, final Body body) {
        final int at = slot * FIELDS;
        last[at + MAP] = body.map;
        last[at + X] = body.x;
        last[at + Y] = body.y;
        last[at + Z] = body.z;
        last[at + YAW] = body.yaw;
        last[at + HEALTH] = body.health;
        last[at + STAMINA] = body.stamina;
    }

    /** What was kept of one who leaves. */
    void recall(final int slot, final Body into) {
        copy(last, slot, into);
    }

    long characterId(final int slot) {
        return characterId[slot];
    }

    long epoch(final int slot) {
        return epoch[slot];
    }

    boolean positionDiffers(final int slot, final Body body) {
        final int at = slot * FIELDS;
        return positionVersion[slot] == 0
                || onDisk[at + X] != body.x
                || onDisk[at + Y] != body.y
                || onDisk[at + Z] != body.z
                || onDisk[at + YAW] != body.yaw
                || onDisk[at + MAP] != body.map;
    }

    boolean vitalsDiffer(final int slot, final Body body) {
        final int at = slot * FIELDS;
        return vitalsVersion[slot] == 0 || onDisk[at + HEALTH] != body.health || onDisk[at + STAMINA] != body.stamina;
    }

    void fill(final int slot, final Body body, final PositionRow row) {
        own(slot, row.key, positionVersion[slot] + 1);
        row.map = body.map;
        row.x = body.x;
        row.y = body.y;
        row.z = body.z;
        row.yaw = body.yaw;
    }

    void fill(final int slot, final Body body, final VitalsRow row) {
        own(slot, row.key, vitalsVersion[slot] + 1);
        row.health = body.health;
        row.stamina = body.stamina;
    }

    void onPositionSaid(final int slot, final Body body) {
        positionVersion[slot]++;
        final int at = slot * FIELDS;
        onDisk[at + MAP] = body.map;
        onDisk[at + X] = body.x;
        onDisk[at + Y] = body.y;
        onDisk[at + Z] = body.z;
        onDisk[at + YAW] = body.yaw;
    }

    void onVitalsSaid(final int slot, final Body body) {
        vitalsVersion[slot]++;
        final int at = slot * FIELDS;
        onDisk[at + HEALTH] = body.health;
        onDisk[at + STAMINA] = body.stamina;
    }

    private void own(final int slot, final RowKey key, final long version) {
        key.ownerId = characterId[slot];
        key.epoch = epoch[slot];
        key.version = version;
    }

    private static void copy(final int[] from, final int slot, final Body into) {
        final int at = slot * FIELDS;
        into.map = from[at + MAP];
        into.x = from[at + X];
        into.y = from[at + Y];
        into.z = from[at + Z];
        into.yaw = from[at + YAW];
        into.health = from[at + HEALTH];
        into.stamina = from[at + STAMINA];
    }
}
