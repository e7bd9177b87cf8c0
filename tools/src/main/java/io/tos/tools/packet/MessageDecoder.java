package io.tos.tools.packet;

import io.tos.engine.protocol.Announce;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.EntityProfile;
import io.tos.engine.protocol.LeaveWorld;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.QueuePosition;
import io.tos.engine.protocol.ResumeOffer;
import io.tos.engine.protocol.WorldBlock;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Reads messages, each by its type, into the part of the frame that carries them. One thread. */
final class MessageDecoder {
    private static final List<String> ENTER_CAUSES = List.of("join", "portal", "respawn", "operator");
    private static final List<String> LEAVE_CAUSES = List.of("moving", "map stopped");
    private static final List<String> SEVERITIES = List.of("note", "warning", "urgent");
    private static final double POSITION_UNIT = 65_536;
    private static final double DEGREE = 65_536 / 360.0;

    private final EnterWorld enterWorld = new EnterWorld();

    /** Reads a message that is all there. */
    void whole(
            final Part part,
            final MemorySegment memory,
            final long body,
            final int length,
            final Direction direction,
            final int channel) {
        final MessageType type = MessageType.of(memory, body, length, direction, channel);
        if (type == null) {
            part.with("message", nameOf(memory, body))
                    .wrong("no such message this way, on this channel, of this length");
            return;
        }
        part.with("message", type.name());
        if (!fields(type, part, memory, body + MessageType.TYPE_BYTES, length - MessageType.TYPE_BYTES)) {
            part.wrong("payload not in its one legal form");
        }
    }

    /** Reads what the first fragment, of 1,024 bytes, tells. */
    void beginning(final Part part, final MemorySegment memory, final long body, final int length) {
        part.with("message", nameOf(memory, body));
        final MessageType type = MessageType.byId(LittleEndian.u16(memory, body));
        if (type == MessageType.WORLD_BLOCK && length >= WorldBlock.HEAD_BYTES + MessageType.TYPE_BYTES) {
            worldBlock(part, memory, body + MessageType.TYPE_BYTES);
        } else if (type == MessageType.ECHO || type == MessageType.ECHO_REPLY) {
            echo(part, memory, body + MessageType.TYPE_BYTES);
        }
    }

    private static String nameOf(final MemorySegment memory, final long body) {
        final int id = LittleEndian.u16(memory, body);
        final MessageType type = MessageType.byId(id);
        return type == null ? "unknown " + id : type.name();
    }

    private boolean fields(
            final MessageType type, final Part part, final MemorySegment memory, final long at, final int length) {
        final boolean legal = switch (type) {
            case ENTER_WORLD -> enterWorld.wrap(memory, at, length);
            case LEAVE_WORLD -> LeaveWorld.isCanonical(memory, at, length);
            case QUEUE_POSITION -> QueuePosition.isCanonical(memory, at, length);
            case ANNOUNCE -> Announce.isCanonical(memory, at, length);
            case RESUME_OFFER -> ResumeOffer.isCanonical(memory, at, length);
            case ENTITY_PROFILE -> EntityProfile.isCanonical(memory, at, length);
            case WORLD_BLOCK -> WorldBlock.isCanonical(memory, at, length);
            case ECHO, ECHO_REPLY -> Echo.isCanonical(length);
        };
        if (!legal) {
            return false;
        }
        switch (type) {
            case ENTER_WORLD -> enterWorld(part, memory);
            case LEAVE_WORLD ->
                part.with("epoch", LeaveWorld.epoch(memory, at))
                        .with("cause", LEAVE_CAUSES.get(LeaveWorld.cause(memory, at)));
            case QUEUE_POSITION -> queuePosition(part, memory, at);
            case ANNOUNCE ->
                part.with("severity", SEVERITIES.get(Announce.severity(memory, at)))
                        .withText("text", memory, at + Announce.HEAD_BYTES, length - Announce.HEAD_BYTES);
            case RESUME_OFFER ->
                part.with("validSeconds", ResumeOffer.validSeconds(memory, at))
                        .with("ticketBytes", length - ResumeOffer.HEAD_BYTES);
            case ENTITY_PROFILE ->
                part.withU32("netId", EntityProfile.netId(memory, at))
                        .withHash("look", EntityProfile.look(memory, at))
                        .withText("name", memory, at + EntityProfile.HEAD_BYTES, length - EntityProfile.HEAD_BYTES);
            case WORLD_BLOCK -> worldBlock(part, memory, at);
            case ECHO, ECHO_REPLY -> echo(part, memory, at);
        }
        return true;
    }

    private void enterWorld(final Part part, final MemorySegment memory) {
        part.with("epoch", enterWorld.epoch())
                .with("cause", ENTER_CAUSES.get(enterWorld.cause()))
                .withText("map", memory, enterWorld.name(), enterWorld.nameLength())
                .withU32("mapId", enterWorld.mapId())
                .withHash("contentHash", enterWorld.contentHash())
                .withU32("netId", enterWorld.netId())
                .withU32("tick", enterWorld.tick())
                .with("x", Part.decimal(enterWorld.x(), POSITION_UNIT))
                .with("y", Part.decimal(enterWorld.y(), POSITION_UNIT))
                .with("z", Part.decimal(enterWorld.z(), POSITION_UNIT))
                .with("yawDegrees", Part.decimal(enterWorld.yaw(), DEGREE));
    }

    private static void queuePosition(final Part part, final MemorySegment memory, final long at) {
        final int wait = QueuePosition.waitSeconds(memory, at);
        part.with("position", QueuePosition.position(memory, at))
                .with("waiting", QueuePosition.waiting(memory, at))
                .with("waitSeconds", wait == QueuePosition.WAIT_UNKNOWN ? (Object) "unknown" : wait);
    }

    private static void worldBlock(final Part part, final MemorySegment memory, final long at) {
        part.withU32("objectId", WorldBlock.objectId(memory, at))
                .with("offset", WorldBlock.offset(memory, at))
                .with("totalLength", WorldBlock.totalLength(memory, at))
                .with("rawLength", WorldBlock.rawLength(memory, at));
    }

    private static void echo(final Part part, final MemorySegment memory, final long at) {
        part.withU32("number", Echo.number(memory, at)).withU64("sentUs", Echo.sentUs(memory, at));
    }
}
