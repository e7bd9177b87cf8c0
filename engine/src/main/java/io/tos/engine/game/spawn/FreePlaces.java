package io.tos.engine.game.spawn;

import io.tos.engine.content.Area;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.Roll;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;
import java.util.List;

/** Picks where something appears: a place by chance in the map's areas for it, not inside walls. Tick thread only. */
public final class FreePlaces {
    private static final int TRIES = 16;
    private static final long PLACE = Roll.system("free place");

    private final Terrain terrain;
    private final Area[] areas;

    /**
     * @param kind what is to appear.
     */
    public FreePlaces(final MapContent map, final Terrain terrain, final SpawnArea.Kind kind) {
        this.terrain = terrain;
        final List<Area> found = map.spawns().stream()
                .filter(spawn -> spawn.kind() == kind)
                .map(SpawnArea::area)
                .toList();
        areas = found.toArray(new Area[0]);
    }

    /** How many areas there are. */
    public int areas() {
        return areas.length;
    }

    /**
     * A place for {@code who}, in one of the areas.
     *
     * @param seed of the world.
     * @param tick in which it appears.
     * @param who makes this roll differ from others of the tick.
     * @return see {@link Point}.
     */
    public long pick(final long seed, final long tick, final long who) {
        return pickIn(Roll.below(Roll.bits(seed, tick, PLACE, who, 0), areas.length), seed, tick, who);
    }

    /** The same in the area of this number. When no try is free, the area's middle pushed out of what stands there. */
    public long pickIn(final int number, final long seed, final long tick, final long who) {
        final Area area = areas[number];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            final long bits = Roll.bits(seed, tick, PLACE, who, attempt + 1);
            final long point = Point.of(
                    between(bits, area.westCm(), area.eastCm()),
                    between(Roll.bits(seed, tick, PLACE, who, -attempt - 1), area.southCm(), area.northCm()));
            if (isFree(point)) {
                return point;
            }
        }
        final long middle = terrain.clamp(
                Fixed.cm((area.westCm() + area.eastCm()) / 2), Fixed.cm((area.southCm() + area.northCm()) / 2));
        return terrain.walls().pushOut(middle, terrain.ground(middle));
    }

    private boolean isFree(final long point) {
        return terrain.clamp(Point.x(point), Point.y(point)) == point
                && !terrain.walls().isBlocked(point, terrain.ground(point));
    }

    private static int between(final long bits, final int fromCm, final int toCm) {
        return Fixed.cm(fromCm + Roll.below(bits, toCm - fromCm));
    }
}
