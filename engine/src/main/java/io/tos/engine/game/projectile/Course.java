package io.tos.engine.game.projectile;

import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;

/** Where something that flies is stopped. One per thread. */
final class Course {
    private final Terrain terrain;

    Course(final Terrain terrain) {
        this.terrain = terrain;
    }

    /** Whether nothing is in the way at a place: no wall, no ground, and not beyond the map. */
    boolean isFree(final int x, final int y, final int z) {
        final long point = Point.of(x, y);
        return terrain.clamp(x, y) == point
                && z > terrain.ground(point)
                && !terrain.walls().isBlocked(point, z);
    }
}
