package io.tos.engine.game.npc;

import io.tos.engine.content.Area;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.Roll;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Buttons;
import io.tos.engine.game.movement.Intent;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Lets creatures stroll about in their areas: about once a second each decides anew whether to stand or where to walk.
 * Who left its area walks back; who came to a wall turns. Reads Mind, Position, Velocity; writes Intent.
 */
public final class WanderSystem implements GameSystem {
    private static final Query CREATURES = Query.having(Mind.ON, Position.ON, Velocity.ON, Intent.ON);
    private static final long WANDER = Roll.system("wander");
    private static final int REST_PPM = 400_000;
    private static final int HALF_TURN = 1 << 15;

    private final int[] west;
    private final int[] south;
    private final int[] east;
    private final int[] north;

    /** @param map whose areas for creatures are their homes. */
    public WanderSystem(final MapContent map) {
        final List<Area> homes = map.spawns().stream()
                .filter(spawn -> spawn.kind() == SpawnArea.Kind.CREATURE)
                .map(SpawnArea::area)
                .toList();
        west = homes.stream().mapToInt(area -> Fixed.cm(area.westCm())).toArray();
        south = homes.stream().mapToInt(area -> Fixed.cm(area.southCm())).toArray();
        east = homes.stream().mapToInt(area -> Fixed.cm(area.eastCm())).toArray();
        north = homes.stream().mapToInt(area -> Fixed.cm(area.northCm())).toArray();
    }

    @Override
    public void run(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        // Of each word of 64 rows, the one whose turn it is.
        final long turn = 1L << tick;
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                final long rows = CREATURES.rows(memory, base, word) & turn;
                if (rows != 0) {
                    think(world, base, chunk, Query.row(word, rows), tick);
                }
            }
        }
    }

    private void think(final World world, final long base, final int chunk, final int row, final long tick) {
        final MemorySegment memory = world.memory();
        final long bits = Roll.bits(world.seed(), tick, WANDER, world.entityAt(chunk, row), 0);
        final int home = Mind.HOME.get(memory, base, row);
        final int x = Position.X.get(memory, base, row);
        final int y = Position.Y.get(memory, base, row);
        final int towardsX = x < west[home] ? 1 : x >= east[home] ? -1 : 0;
        final int towardsY = y < south[home] ? 1 : y >= north[home] ? -1 : 0;
        if (towardsX != 0 || towardsY != 0) {
            walk(memory, base, row, 127 * towardsX, 127 * towardsY);
            return;
        }
        if (isStuck(memory, base, row)) {
            turn(memory, base, row, Intent.YAW.get(memory, base, row) + HALF_TURN + sideways(bits));
            return;
        }
        if (Roll.happens(bits, REST_PPM)) {
            walk(memory, base, row, 0, 0);
            return;
        }
        turn(memory, base, row, (int) bits);
    }

    /** Up to an eighth of a turn to either side. */
    private static int sideways(final long bits) {
        return ((int) bits & 0x3FFF) - 0x2000;
    }

    /** Wants to walk and stands. */
    private static boolean isStuck(final MemorySegment memory, final long base, final int row) {
        return (Intent.DIRECTION_X.get(memory, base, row) | Intent.DIRECTION_Y.get(memory, base, row)) != 0
                && (Velocity.X.get(memory, base, row) | Velocity.Y.get(memory, base, row)) == 0;
    }

    private static void turn(final MemorySegment memory, final long base, final int row, final int yaw) {
        walk(memory, base, row, (Fixed.cos(yaw) * 127) >> 16, (Fixed.sin(yaw) * 127) >> 16);
        Intent.YAW.set(memory, base, row, (short) yaw);
    }

    private static void walk(
            final MemorySegment memory, final long base, final int row, final int directionX, final int directionY) {
        Intent.DIRECTION_X.set(memory, base, row, (byte) directionX);
        Intent.DIRECTION_Y.set(memory, base, row, (byte) directionY);
        Intent.BUTTONS.set(memory, base, row, (byte) Buttons.WALK);
    }
}
