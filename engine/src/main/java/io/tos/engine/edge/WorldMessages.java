package io.tos.engine.edge;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.LeaveWorld;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.OwnMotion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Writes what players are told about being in a world. Tick thread only. */
final class WorldMessages {
    private final MemorySegment scratch = Arena.ofAuto().allocate(EnterWorld.HEAD_BYTES + EnterWorld.NAME_BYTES_MAX, 8);
    private final OwnMotion motion = new OwnMotion();

    /**
     * You are in this world now, and here you stand since the last tick. False when there was no room.
     *
     * @param journal of the entry; nothing is told before it is durable.
     */
    boolean enter(final Outbox outbox, final MapInstance map, final int seat, final int cause, final long journal) {
        final World world = map.world();
        final long base = world.baseOf(map.avatar(seat));
        final int row = EntityId.row(map.avatar(seat));
        motion.x = Position.X.get(world.memory(), base, row);
        motion.y = Position.Y.get(world.memory(), base, row);
        motion.z = Position.Z.get(world.memory(), base, row);
        motion.yaw = Look.YAW.get(world.memory(), base, row) & 0xFFFF;
        EnterWorld.write(scratch, 0, map.epoch(seat), cause, map.number(), map.contentHash());
        EnterWorld.writePlace(scratch, 0, Identity.NET_ID.get(world.memory(), base, row), (int) world.tick(), motion);
        final MemorySegment name = map.name();
        final int length = EnterWorld.writeName(scratch, 0, name, 0, (int) name.byteSize());
        return outbox.gated(map.cid(seat), MessageType.ENTER_WORLD, scratch, 0, length, journal);
    }

    /** You are in it no longer. False when there was no room. */
    boolean leave(final Outbox outbox, final int cid, final int epoch, final int cause) {
        final int length = LeaveWorld.write(scratch, 0, epoch, cause);
        return outbox.message(cid, MessageType.LEAVE_WORLD, scratch, 0, length);
    }
}
