package io.tos.engine.game;

import io.tos.engine.content.MapContent;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.game.movement.MovementSystem;
import io.tos.engine.game.npc.Mind;
import io.tos.engine.game.npc.WanderSystem;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.GridSystem;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.game.projectile.Flight;
import io.tos.engine.game.projectile.FlightSystem;
import io.tos.engine.game.projectile.LaunchSystem;
import io.tos.engine.game.projectile.Shooter;
import io.tos.engine.game.travel.PortalSystem;
import io.tos.engine.game.travel.Traveller;
import org.agrona.concurrent.NanoClock;

/** Everything that happens in a tick of a map, in order. Read it from top to bottom; it must fit on one screen. */
public final class GameSchedule {
    private GameSchedule() {}

    /**
     * The list for one map.
     *
     * @param terrain of the map.
     * @param grid of the map; up to date after the last phase.
     * @param clock times the systems; none of them sees it.
     */
    public static Schedule of(final MapContent map, final Terrain terrain, final Grid grid, final NanoClock clock) {
        return Schedule.plan()
                .phase("minds")
                .run("wander", new WanderSystem(map))
                .reads(Mind.ON, Position.ON, Velocity.ON)
                .writes(Intent.ON)
                .phase("movement")
                .run("move bodies", new MovementSystem(terrain))
                .reads(Intent.ON)
                .writes(Position.ON, Velocity.ON, Look.ON, Motion.ON)
                .run("fly", new FlightSystem(terrain))
                .reads(Flight.ON, Velocity.ON)
                .writes(Position.ON)
                .after("move bodies")
                .phase("actions")
                .run("shoot", new LaunchSystem(terrain))
                .reads(Intent.ON, Position.ON, Look.ON)
                .writes(Shooter.ON)
                .phase("places")
                .run("notice portals", new PortalSystem(map))
                .reads(Position.ON)
                .writes(Traveller.ON)
                .run("sort places", new GridSystem(grid))
                .reads(Position.ON)
                .build(clock);
    }
}
