package io.tos.engine.game;

import io.tos.engine.ecs.Layout;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.game.npc.Mind;
import io.tos.engine.game.projectile.Flight;
import io.tos.engine.game.projectile.Shooter;
import io.tos.engine.game.travel.Traveller;

/** Every component of the game, in the order of their columns. Append; another order is another layout. */
public final class GameComponents {
    /** The layout of every world of the game. */
    public static final Layout GAME = new Layout(
            "game",
            Identity.class,
            Position.class,
            Velocity.class,
            Look.class,
            Health.class,
            Intent.class,
            Motion.class,
            Mind.class,
            Traveller.class,
            Shooter.class,
            Flight.class);

    private GameComponents() {}
}
