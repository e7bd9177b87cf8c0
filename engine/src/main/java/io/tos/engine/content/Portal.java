package io.tos.engine.content;

/**
 * An area that takes whoever walks into it somewhere else.
 *
 * @param id unique in the map.
 * @param map id of the map it leads to, which may be the same.
 * @param to where one arrives there.
 */
public record Portal(String id, Area area, String map, Spot to) {
    /** A point of a map. */
    public record Spot(int xCm, int yCm) {}

    public Portal {
        Ids.check(id);
        Ids.check(map);
    }
}
