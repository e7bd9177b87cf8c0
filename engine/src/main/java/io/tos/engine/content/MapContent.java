package io.tos.engine.content;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One map as its file has it, valid in itself.
 *
 * @param schema version of this shape: 1.
 * @param id name of its folder.
 * @param title for players.
 * @param bounds nobody leaves them.
 * @param entitiesMax how many entities an instance has room for.
 */
public record MapContent(
        int schema,
        String id,
        String title,
        Area bounds,
        int entitiesMax,
        Ground ground,
        List<Wall> walls,
        List<Water> waters,
        List<SpawnArea> spawns,
        List<Portal> portals) {
    public MapContent {
        Ids.check(id);
        if (schema != 1) {
            throw new IllegalArgumentException("schema must be 1: " + schema);
        }
        if (entitiesMax < 1 || entitiesMax > 1_000_000) {
            throw new IllegalArgumentException("entities_max must be 1 to 1,000,000: " + entitiesMax);
        }
        covers(ground, bounds);
        walls.forEach(wall -> inside(bounds, wall.area(), "wall"));
        waters.forEach(water -> inside(bounds, water.area(), "water"));
        final Set<String> seen = new HashSet<>();
        spawns.forEach(spawn -> {
            inside(bounds, spawn.area(), "spawn " + spawn.id());
            unique(seen, spawn.id());
        });
        portals.forEach(portal -> {
            inside(bounds, portal.area(), "portal " + portal.id());
            unique(seen, portal.id());
        });
        if (portals.size() > 127) {
            throw new IllegalArgumentException("portals must be 127 at most: " + portals.size());
        }
        if (spawns.stream().noneMatch(spawn -> spawn.kind() == SpawnArea.Kind.PLAYER)) {
            throw new IllegalArgumentException("spawns must have one of kind player");
        }
    }

    /**
     * Hash of everything the map says, and of nothing else in its file: server and client compare it, and a world is not
     * restored onto another ground.
     */
    public long hash() {
        long hash = 0xCBF29CE484222325L;
        final String all = toString();
        for (int index = 0; index < all.length(); index++) {
            hash = (hash ^ all.charAt(index)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Whether no wall stands on a point. */
    public boolean isFree(final int xCm, final int yCm) {
        return bounds.contains(xCm, yCm)
                && walls.stream().noneMatch(wall -> wall.area().contains(xCm, yCm));
    }

    private static void covers(final Ground ground, final Area bounds) {
        final long east = bounds.westCm() + (ground.columns() - 1L) * ground.spacingCm();
        final long north = bounds.southCm() + (ground.rows() - 1L) * ground.spacingCm();
        if (east < bounds.eastCm() || north < bounds.northCm()) {
            throw new IllegalArgumentException(
                    "ground must reach to the north-east corner, ends at " + east + ", " + north);
        }
    }

    private static void inside(final Area bounds, final Area area, final String what) {
        if (!bounds.contains(area)) {
            throw new IllegalArgumentException(what + " must lie in the map's bounds: " + area);
        }
    }

    private static void unique(final Set<String> seen, final String id) {
        if (!seen.add(id)) {
            throw new IllegalArgumentException("id is used twice: " + id);
        }
    }
}
