package io.tos.engine.game.place;

import io.tos.engine.content.Area;
import io.tos.engine.content.Ground;
import io.tos.engine.content.MapContent;
import io.tos.engine.game.core.Fixed;
import java.util.List;

/** A map as bodies meet it: bounds, ground, walls, water, in position units. Immutable, same on server and client. */
public final class Terrain {
    /** No water here. */
    public static final int DRY = Integer.MIN_VALUE;

    private final int west;
    private final int south;
    private final int east;
    private final int north;
    private final int spacing;
    private final int columns;
    private final int rows;
    private final int[] heights;
    private final Walls walls;
    private final List<Area> waters;
    private final int[] surfaces;

    /** @param map valid in itself, as all loaded content is. */
    public Terrain(final MapContent map) {
        west = Fixed.cm(map.bounds().westCm());
        south = Fixed.cm(map.bounds().southCm());
        east = Fixed.cm(map.bounds().eastCm());
        north = Fixed.cm(map.bounds().northCm());
        final Ground ground = map.ground();
        spacing = Fixed.cm(ground.spacingCm());
        columns = ground.columns();
        rows = ground.rows();
        heights = new int[columns * rows];
        for (int row = 0; row < rows; row++) {
            final int[] heightsCm = ground.row(row);
            for (int column = 0; column < columns; column++) {
                heights[row * columns + column] = Fixed.cm(heightsCm[column]);
            }
        }
        walls = new Walls(map.walls());
        waters = map.waters().stream().map(water -> water.area()).toList();
        surfaces = map.waters().stream()
                .mapToInt(water -> Fixed.cm(water.surfaceCm()))
                .toArray();
    }

    /** Solid things. */
    public Walls walls() {
        return walls;
    }

    /** The nearest point at which a body is within the bounds. */
    public long clamp(final int x, final int y) {
        return Point.of(
                Math.clamp(x, west + Body.RADIUS, east - Body.RADIUS - 1),
                Math.clamp(y, south + Body.RADIUS, north - Body.RADIUS - 1));
    }

    /** Height of the bare ground at a point, between four samples in proportion; beyond the bounds as at their edge. */
    public int ground(final long point) {
        final long fromWest = Math.clamp((long) Point.x(point) - west, 0, (columns - 1L) * spacing - 1);
        final long fromSouth = Math.clamp((long) Point.y(point) - south, 0, (rows - 1L) * spacing - 1);
        final int at = (int) (fromSouth / spacing) * columns + (int) (fromWest / spacing);
        final long shareX = ((fromWest % spacing) << 16) / spacing;
        final long shareY = ((fromSouth % spacing) << 16) / spacing;
        final long atSouth = between(heights[at], heights[at + 1], shareX);
        final long atNorth = between(heights[at + columns], heights[at + columns + 1], shareX);
        return (int) between(atSouth, atNorth, shareY);
    }

    /** What feet at {@code z} come to stand on at a point: the ground or a wall they reach with a step. */
    public int floor(final long point, final int z) {
        return walls.floor(point, z, ground(point));
    }

    /** Height of the water's surface over a point, or {@link #DRY}. */
    public int water(final long point) {
        for (int index = 0; index < surfaces.length; index++) {
            final Area area = waters.get(index);
            if (Point.x(point) >= Fixed.cm(area.westCm())
                    && Point.x(point) < Fixed.cm(area.eastCm())
                    && Point.y(point) >= Fixed.cm(area.southCm())
                    && Point.y(point) < Fixed.cm(area.northCm())) {
                return surfaces[index];
            }
        }
        return DRY;
    }

    private static long between(final long from, final long to, final long share) {
        return from + (((to - from) * share) >> 16);
    }
}
