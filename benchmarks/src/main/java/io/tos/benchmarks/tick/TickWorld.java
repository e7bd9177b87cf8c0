package io.tos.benchmarks.tick;

import io.tos.benchmarks.tick.TickBench.Plan;
import io.tos.engine.content.Area;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.GameSchedule;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Buttons;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A map full of players and creatures, evenly spread. A player chooses a new direction every two seconds on average, nine
 * times in ten to run there, one in ten to stand, and sprints one time in ten; its input is applied every tick. A creature
 * does so every five seconds and walks one time in three, otherwise it stands.
 */
final class TickWorld implements AutoCloseable {
    private static final Bundle BODY =
            Bundle.of(Identity.ON, Position.ON, Velocity.ON, Look.ON, Health.ON, Intent.ON, Motion.ON);
    private static final int PLAYER_TURN_TICKS = 120;
    private static final int CREATURE_TURN_TICKS = 300;

    private final World world;
    private final Grid grid;
    private final Schedule schedule;
    private final long[] bodies;
    private final int players;
    private final byte[] directionX;
    private final byte[] directionY;
    private final short[] yaw;
    private final byte[] buttons;
    private final SplittableRandom random;
    private final Area area;

    /** @param map whose middle they stay in, if the plan says so. */
    TickWorld(final MapContent map, final Plan plan) {
        this.players = plan.players();
        final int creatures = plan.creatures();
        final long seed = plan.seed();
        final int entitiesMax = Math.max(map.entitiesMax(), players + creatures);
        this.world = World.create(GameComponents.GAME, new WorldConfig("bench", entitiesMax, seed, 0));
        this.grid = new Grid(map.bounds(), entitiesMax);
        this.schedule = GameSchedule.of(map, new Terrain(map), grid, System::nanoTime);
        this.bodies = new long[players + creatures];
        this.directionX = new byte[bodies.length];
        this.directionY = new byte[bodies.length];
        this.yaw = new short[bodies.length];
        this.buttons = new byte[bodies.length];
        this.random = new SplittableRandom(seed);
        this.area = plan.squareCm() == 0 ? spawnArea(map.spawns()).area() : middle(map.bounds(), plan.squareCm());
        for (int index = 0; index < bodies.length; index++) {
            bodies[index] = spawn(index);
            turn(index);
            apply(index, 0);
        }
    }

    World world() {
        return world;
    }

    Grid grid() {
        return grid;
    }

    Schedule schedule() {
        return schedule;
    }

    /** The avatar of a player. */
    long player(final int number) {
        return bodies[number];
    }

    /** Everybody whose time it is makes up its mind; no part of what is measured. */
    void decide() {
        for (int index = 0; index < bodies.length; index++) {
            if (random.nextInt(index < players ? PLAYER_TURN_TICKS : CREATURE_TURN_TICKS) == 0) {
                turn(index);
                if (index >= players) {
                    apply(index, 0);
                }
            }
        }
    }

    /** One input per player, as a door would apply them. */
    void applyInputs(final long tick) {
        for (int index = 0; index < players; index++) {
            apply(index, (int) tick);
        }
    }

    @Override
    public void close() {
        world.close();
        grid.close();
    }

    private long spawn(final int index) {
        final long entity = world.spawn(BODY);
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        final int sort = index < players ? Kind.PLAYER : Kind.CREATURE;
        Identity.NET_ID.set(memory, base, row, index + 1);
        Identity.KIND.set(memory, base, row, (short) Kind.of(sort, index % 8));
        Health.POINTS.set(memory, base, row, 100);
        Health.POINTS_MAX.set(memory, base, row, 100);
        Motion.SPEED_PERMILLE.set(memory, base, row, (short) 1_000);
        Motion.STAMINA_MAX.set(memory, base, row, 300);
        Motion.STAMINA.set(memory, base, row, 300_000);
        final int xCm = random.nextInt(area.westCm(), area.eastCm());
        final int yCm = random.nextInt(area.southCm(), area.northCm());
        Position.X.set(memory, base, row, Fixed.cm(xCm));
        Position.Y.set(memory, base, row, Fixed.cm(yCm));
        return entity;
    }

    private void turn(final int index) {
        final boolean player = index < players;
        final boolean stands = player ? random.nextInt(10) == 0 : random.nextInt(3) != 0;
        final int angle = random.nextInt(65_536);
        yaw[index] = (short) angle;
        directionX[index] = (byte) (stands ? 0 : (Fixed.cos(angle) * 127) >> 16);
        directionY[index] = (byte) (stands ? 0 : (Fixed.sin(angle) * 127) >> 16);
        turnBack(index);
        buttons[index] = (byte) (!player ? Buttons.WALK : random.nextInt(10) == 0 ? Buttons.SPRINT : 0);
    }

    /** Who left the area walks into it again. */
    private void turnBack(final int index) {
        final long base = world.baseOf(bodies[index]);
        final int x = Position.X.get(world.memory(), base, EntityId.row(bodies[index]));
        final int y = Position.Y.get(world.memory(), base, EntityId.row(bodies[index]));
        if (x < Fixed.cm(area.westCm()) || x > Fixed.cm(area.eastCm())) {
            directionX[index] = (byte) (x < Fixed.cm(area.westCm()) ? 127 : -127);
        }
        if (y < Fixed.cm(area.southCm()) || y > Fixed.cm(area.northCm())) {
            directionY[index] = (byte) (y < Fixed.cm(area.southCm()) ? 127 : -127);
        }
    }

    private static Area middle(final Area bounds, final int widthCm) {
        final int westCm = (bounds.westCm() + bounds.eastCm() - widthCm) / 2;
        final int southCm = (bounds.southCm() + bounds.northCm() - widthCm) / 2;
        return new Area(westCm, southCm, westCm + widthCm, southCm + widthCm);
    }

    private void apply(final int index, final int tick) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(bodies[index]);
        final int row = EntityId.row(bodies[index]);
        Intent.DIRECTION_X.set(memory, base, row, directionX[index]);
        Intent.DIRECTION_Y.set(memory, base, row, directionY[index]);
        Intent.YAW.set(memory, base, row, yaw[index]);
        Intent.BUTTONS.set(memory, base, row, buttons[index]);
        Intent.INPUT_TICK.set(memory, base, row, tick);
    }

    private static SpawnArea spawnArea(final List<SpawnArea> spawns) {
        return spawns.stream()
                .filter(area -> area.kind() == SpawnArea.Kind.PLAYER)
                .findFirst()
                .orElseThrow();
    }
}
