package io.tos.engine.game.movement;

import io.tos.engine.content.Area;
import io.tos.engine.content.Ground;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.content.Wall;
import io.tos.engine.content.Water;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.place.Terrain;
import java.util.List;

/**
 * A map of 100 m with one of everything, drawn as seen from above:
 *
 * <pre>
 *  x 0..60 flat | 60..70 gentle slope up to 5 m | 70..80 flat at 5 m | 80..90 cliff up to 30 m | 90..100 flat
 *  y 50: a wall along x 20..40, 1 m thick, 4 m high | y 10: a step of 0.4 m and one of 0.9 m | a roof | a pond at 10,80
 * </pre>
 */
final class TestMap {
    static final Terrain TERRAIN = new Terrain(content());

    private TestMap() {}

    static BodyState bodyAt(final int xCm, final int yCm) {
        final BodyState body = new BodyState();
        body.x = Fixed.cm(xCm);
        body.y = Fixed.cm(yCm);
        body.speedPermille = 1_000;
        body.staminaMax = 350;
        body.stamina = 350_000;
        return body;
    }

    private static MapContent content() {
        final String flat = "0 0 0 0 0 0 0 500 500 3000 3000";
        final String pond = "0 -400 0 0 0 0 0 500 500 3000 3000";
        return new MapContent(
                1,
                "test",
                "Test",
                area(0, 0, 10_000, 10_000),
                100,
                new Ground(1_000, List.of(flat, flat, flat, flat, flat, flat, flat, flat, pond, flat, flat)),
                List.of(
                        new Wall(area(2_000, 5_000, 4_000, 5_100), -100, 400),
                        new Wall(area(2_000, 1_000, 2_500, 1_500), -100, 40),
                        new Wall(area(2_500, 1_000, 3_000, 1_500), -100, 130),
                        new Wall(area(4_000, 1_000, 5_000, 2_000), 220, 260)),
                List.of(new Water(area(0, 7_000, 2_000, 9_000), -20)),
                List.of(new SpawnArea("start", SpawnArea.Kind.PLAYER, area(0, 0, 100, 100), 0)),
                List.of());
    }

    private static Area area(final int west, final int south, final int east, final int north) {
        return new Area(west, south, east, north);
    }
}
