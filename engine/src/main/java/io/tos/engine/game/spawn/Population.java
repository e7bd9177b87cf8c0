package io.tos.engine.game.spawn;

import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.Roll;
import io.tos.engine.ecs.World;
import io.tos.engine.game.place.Terrain;

/** Puts the creatures of a map into its world, before the first tick. */
public final class Population {
    /** As many as the content says. */
    public static final int OF_CONTENT = -1;

    private static final long YAW = Roll.system("yaw at birth");

    private Population() {}

    /**
     * Fills the areas for creatures.
     *
     * @param creatures how many in all, the same in each area; or {@link #OF_CONTENT}.
     */
    public static void settle(final World world, final MapContent map, final Terrain terrain, final int creatures) {
        final FreePlaces places = new FreePlaces(map, terrain, SpawnArea.Kind.CREATURE);
        int home = 0;
        int born = 0;
        for (final SpawnArea spawn : map.spawns()) {
            if (spawn.kind() != SpawnArea.Kind.CREATURE) {
                continue;
            }
            final int until =
                    creatures == OF_CONTENT ? born + spawn.count() : (int) ((home + 1L) * creatures / places.areas());
            for (; born < until; born++) {
                final long point = places.pickIn(home, world.seed(), 0, born);
                final int yaw = (int) Roll.bits(world.seed(), 0, YAW, born, 0) & 0xFFFF;
                Births.creature(world, terrain, point, yaw, home);
            }
            home++;
        }
    }
}
