package io.tos.engine.game.spawn;

import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.game.npc.Mind;
import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.game.projectile.Shooter;
import io.tos.engine.game.travel.Traveller;
import java.lang.foreign.MemorySegment;

/** Makes bodies, whole and in full health, between two ticks. Tick thread only. */
public final class Births {
    private static final Bundle PLAYER = Bundle.of(
            Identity.ON, Position.ON, Velocity.ON, Look.ON, Health.ON, Intent.ON, Motion.ON, Traveller.ON, Shooter.ON);
    private static final Bundle CREATURE =
            Bundle.of(Identity.ON, Position.ON, Velocity.ON, Look.ON, Health.ON, Intent.ON, Motion.ON, Mind.ON);

    /** What 16 in every attribute gives: 100 + 25 x 16 + 60 x 16. */
    private static final int PLAYER_HEALTH = 1_460;

    /** 100 + 25 x 16. */
    private static final int PLAYER_STAMINA = 500;

    private static final int CREATURE_HEALTH = 200;
    private static final int CREATURE_STAMINA = 100;
    private static final int SPEED_PERMILLE = 1_000;

    private Births() {}

    /**
     * A player's avatar.
     *
     * @param point where, see {@link Point}.
     * @param yaw where it looks, 1/65,536 turn.
     * @return {@link EntityId#NONE} when the world is full.
     */
    public static long player(final World world, final Terrain terrain, final long point, final int yaw) {
        final long entity = world.spawn(PLAYER);
        if (entity != EntityId.NONE) {
            place(world, terrain, entity, point, yaw);
            become(world, entity, Kind.of(Kind.PLAYER, 0), PLAYER_HEALTH, PLAYER_STAMINA);
        }
        return entity;
    }

    /**
     * A creature.
     *
     * @param home which of the map's areas for creatures it stays in.
     * @return {@link EntityId#NONE} when the world is full.
     */
    public static long creature(
            final World world, final Terrain terrain, final long point, final int yaw, final int home) {
        final long entity = world.spawn(CREATURE);
        if (entity != EntityId.NONE) {
            place(world, terrain, entity, point, yaw);
            become(world, entity, Kind.of(Kind.CREATURE, 0), CREATURE_HEALTH, CREATURE_STAMINA);
            Mind.HOME.set(world.memory(), world.baseOf(entity), EntityId.row(entity), (short) home);
        }
        return entity;
    }

    private static void place(
            final World world, final Terrain terrain, final long entity, final long point, final int yaw) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        Position.X.set(memory, base, row, Point.x(point));
        Position.Y.set(memory, base, row, Point.y(point));
        Position.Z.set(memory, base, row, terrain.ground(point));
        Look.YAW.set(memory, base, row, (short) yaw);
        Intent.YAW.set(memory, base, row, (short) yaw);
    }

    private static void become(
            final World world, final long entity, final int kind, final int health, final int stamina) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        Identity.NET_ID.set(memory, base, row, Identity.netId(entity));
        Identity.KIND.set(memory, base, row, (short) kind);
        Health.POINTS.set(memory, base, row, health);
        Health.POINTS_MAX.set(memory, base, row, health);
        Motion.SPEED_PERMILLE.set(memory, base, row, (short) SPEED_PERMILLE);
        Motion.STAMINA.set(memory, base, row, stamina * 1000);
        Motion.STAMINA_MAX.set(memory, base, row, stamina);
    }
}
