package io.tos.engine.content;

/**
 * Where something appears.
 *
 * @param id unique in the map.
 * @param kind what appears.
 * @param count how many live at once; 0 for players, who come by themselves.
 */
public record SpawnArea(String id, Kind kind, Area area, int count) {
    /** What can appear. */
    public enum Kind {
        /** Players that join or come back. */
        PLAYER,
        /** Creatures that wander about. */
        CREATURE
    }

    public SpawnArea {
        Ids.check(id);
        if (count < 0 || (kind == Kind.PLAYER && count != 0)) {
            throw new IllegalArgumentException("count must be 0 for players, else 0 or more: " + count);
        }
    }
}
