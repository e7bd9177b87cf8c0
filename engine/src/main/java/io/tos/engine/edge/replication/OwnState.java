package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.OwnMotion;
import io.tos.engine.protocol.OwnVitals;
import io.tos.engine.protocol.SnapshotWriter;
import java.lang.foreign.MemorySegment;

/**
 * Tells a viewer about its own avatar: movement exactly in every part, bars when they changed, ten times a second at most,
 * and twice a second until they have arrived. Tick thread only.
 *
 * <pre>
 * viewer: 0 health, 4 healthMax, 8 staminaMax as told last | 12 tick of that | 16 carried u64, as in {@link Baselines}
 *         24 serial of the part | 28 flags: 1 told, 2 arrived
 * </pre>
 */
final class OwnState implements AutoCloseable {
    private static final int CHANGE_TICKS = 6;
    private static final int REPEAT_TICKS = 30;
    private static final long VIEWER_BYTES = 32;
    private static final long HEALTH_MAX = 4;
    private static final long STAMINA_MAX = 8;
    private static final long TICK = 12;
    private static final long CARRIED = 16;
    private static final long SERIAL = 24;
    private static final long FLAGS = 28;
    private static final int TOLD = 1;
    private static final int ARRIVED = 1 << 1;

    private final World world;
    private final Viewers viewers;
    private final Region region;
    private final MemorySegment memory;
    private final OwnMotion motion = new OwnMotion();
    private final OwnVitals vitals = new OwnVitals();

    OwnState(final World world, final Viewers viewers, final int viewersMax) {
        this.world = world;
        this.viewers = viewers;
        this.region = Region.shared("own state " + world.config().name(), viewersMax * VIEWER_BYTES, 64);
        this.memory = region.memory();
    }

    /** Nothing was told yet. */
    void open(final int viewer) {
        for (long offset = 0; offset < VIEWER_BYTES; offset += Long.BYTES) {
            memory.set(JAVA_LONG, viewer * VIEWER_BYTES + offset, 0);
        }
    }

    /** Adds what there is to tell. */
    void tell(final int viewer, final int tick, final SnapshotWriter writer) {
        final long own = viewers.entity(viewer);
        final MemorySegment columns = world.memory();
        final long base = world.baseOf(own);
        final int row = EntityId.row(own);
        motion.x = Position.X.get(columns, base, row);
        motion.y = Position.Y.get(columns, base, row);
        motion.z = Position.Z.get(columns, base, row);
        motion.yaw = Look.YAW.get(columns, base, row) & 0xFFFF;
        motion.mode = Motion.MODE.get(columns, base, row);
        motion.flags = Motion.FLAGS.get(columns, base, row) & 0xFF;
        motion.speedPermille = Motion.SPEED_PERMILLE.get(columns, base, row) & 0xFFFF;
        motion.velocityX = Velocity.X.get(columns, base, row);
        motion.velocityY = Velocity.Y.get(columns, base, row);
        motion.velocityZ = Velocity.Z.get(columns, base, row);
        motion.stamina = Motion.STAMINA.get(columns, base, row);
        writer.motion(motion);
        vitals.health = Health.POINTS.get(columns, base, row);
        vitals.healthMax = Health.POINTS_MAX.get(columns, base, row);
        vitals.staminaMax = Motion.STAMINA_MAX.get(columns, base, row);
        tellVitals(viewer, tick, writer);
    }

    private void tellVitals(final int viewer, final int tick, final SnapshotWriter writer) {
        final long at = viewer * VIEWER_BYTES;
        final int flags = memory.get(JAVA_INT, at + FLAGS);
        final boolean changed = (flags & TOLD) == 0
                || memory.get(JAVA_INT, at) != vitals.health
                || memory.get(JAVA_INT, at + HEALTH_MAX) != vitals.healthMax
                || memory.get(JAVA_INT, at + STAMINA_MAX) != vitals.staminaMax;
        if (!changed && ((flags & ARRIVED) != 0 || hasArrived(viewer, at))) {
            memory.set(JAVA_INT, at + FLAGS, TOLD | ARRIVED);
            return;
        }
        final int waitTicks = changed ? CHANGE_TICKS : REPEAT_TICKS;
        final boolean tooSoon = (flags & TOLD) != 0 && tick - memory.get(JAVA_INT, at + TICK) < waitTicks;
        if (tooSoon || !writer.vitals(vitals)) {
            return;
        }
        final int serial = viewers.serial(viewer);
        final int apart = serial - memory.get(JAVA_INT, at + SERIAL);
        final long before = !changed && apart < Long.SIZE ? memory.get(JAVA_LONG, at + CARRIED) << apart : 0;
        memory.set(JAVA_INT, at, vitals.health);
        memory.set(JAVA_INT, at + HEALTH_MAX, vitals.healthMax);
        memory.set(JAVA_INT, at + STAMINA_MAX, vitals.staminaMax);
        memory.set(JAVA_INT, at + TICK, tick);
        memory.set(JAVA_LONG, at + CARRIED, before | 1);
        memory.set(JAVA_INT, at + SERIAL, serial);
        memory.set(JAVA_INT, at + FLAGS, TOLD);
    }

    private boolean hasArrived(final int viewer, final long at) {
        final int apart = viewers.serial(viewer) - 1 - memory.get(JAVA_INT, at + SERIAL);
        return apart < Long.SIZE && ((memory.get(JAVA_LONG, at + CARRIED) << apart) & viewers.acked(viewer)) != 0;
    }

    @Override
    public void close() {
        region.close();
    }
}
