package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests {@link MessageType} and the payloads: round trip, every length, every bound. */
final class MessageTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(512);
    private final MemorySegment text = Arena.ofAuto().allocate(512);

    private int put(final String words) {
        final byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, text, 0, bytes.length);
        return bytes.length;
    }

    @Test
    void shouldFindTheTypeWhenItsIdIsGiven() {
        final Set<Integer> ids = new HashSet<>();
        for (final MessageType type : MessageType.values()) {
            assertTrue(ids.add(type.id()) && type.id() > 0 && type.id() < MessageType.ID_END, type.name());
            assertEquals(type, MessageType.byId(type.id()));
            final int bytesMax = Channel.fragmentsMax(type.direction()) * Channel.FRAGMENT_BYTES;
            assertTrue(type.lengthMax() + MessageType.TYPE_BYTES <= bytesMax, type.name());
            assertTrue(type.channel().messagesMax(type.direction()) > 0, type.name());
            assertEquals(type.direction() == Direction.TO_CLIENT, type.rate() == RateClass.SERVER, type.name());
        }
        assertNull(MessageType.byId(0));
        assertNull(MessageType.byId(-1));
        assertNull(MessageType.byId(65_535));
    }

    @Test
    void shouldAcceptABodyOnlyWhenTheTableSaysSo() {
        LittleEndian.put16(memory, 0, MessageType.ECHO.id());
        final int gameplay = Channel.GAMEPLAY.id();
        assertEquals(MessageType.ECHO, MessageType.of(memory, 0, 14, Direction.TO_SERVER, gameplay));
        assertNull(MessageType.of(memory, 0, 13, Direction.TO_SERVER, gameplay));
        assertNull(MessageType.of(memory, 0, 8195, Direction.TO_SERVER, gameplay));
        assertNull(MessageType.of(memory, 0, 14, Direction.TO_CLIENT, gameplay));
        assertNull(MessageType.of(memory, 0, 14, Direction.TO_SERVER, Channel.EVENTS.id()));
        assertNull(MessageType.of(memory, 0, 1, Direction.TO_SERVER, gameplay));
        LittleEndian.put16(memory, 0, 15);
        assertNull(MessageType.of(memory, 0, 14, Direction.TO_SERVER, gameplay));
    }

    @Test
    void shouldAllowMessagesOnlyWhenInTheirPhase() {
        assertTrue(MessageType.ENTER_WORLD.isLegalIn(SessionPhase.LOBBY));
        assertTrue(MessageType.ENTER_WORLD.isLegalIn(SessionPhase.WORLD));
        assertFalse(MessageType.LEAVE_WORLD.isLegalIn(SessionPhase.LOBBY));
        assertFalse(MessageType.QUEUE_POSITION.isLegalIn(SessionPhase.WORLD));
    }

    @Test
    void shouldRoundTripEnterWorldWhenLengthIsRight() {
        final OwnMotion motion = new OwnMotion();
        motion.x = -1;
        motion.y = 2;
        motion.z = 3;
        motion.yaw = 40_000;
        EnterWorld.write(memory, 4, 255, EnterWorld.CAUSE_PORTAL, 9, -99);
        EnterWorld.writePlace(memory, 4, 123, -7, motion);
        final int length = EnterWorld.writeName(memory, 4, text, 0, put("map_001"));

        final EnterWorld message = new EnterWorld();
        for (int other = 0; other < 120; other++) {
            assertEquals(other == length, message.wrap(memory, 4, other));
        }
        assertTrue(message.wrap(memory, 4, length));
        assertEquals(255, message.epoch());
        assertEquals(EnterWorld.CAUSE_PORTAL, message.cause());
        assertEquals(9, message.mapId());
        assertEquals(-99, message.contentHash());
        assertEquals(123, message.netId());
        assertEquals(-7, message.tick());
        assertEquals(-1, message.x());
        assertEquals(2, message.y());
        assertEquals(3, message.z());
        assertEquals(40_000, message.yaw());
        assertEquals('m', LittleEndian.u8(memory, message.name()));
        LittleEndian.put8(memory, 4 + 1, 4);
        assertFalse(message.wrap(memory, 4, length));
    }

    @Test
    void shouldRoundTripTheSmallOnesWhenInRange() {
        assertTrue(LeaveWorld.isCanonical(memory, 0, LeaveWorld.write(memory, 0, 5, LeaveWorld.CAUSE_MAP_STOPPED)));
        assertEquals(5, LeaveWorld.epoch(memory, 0));
        assertFalse(LeaveWorld.isCanonical(memory, 0, LeaveWorld.write(memory, 0, 5, 2)));

        assertTrue(QueuePosition.isCanonical(memory, 0, QueuePosition.write(memory, 0, 3, 9, 65_535)));
        assertEquals(3, QueuePosition.position(memory, 0));
        assertEquals(9, QueuePosition.waiting(memory, 0));
        assertEquals(QueuePosition.WAIT_UNKNOWN, QueuePosition.waitSeconds(memory, 0));
        assertFalse(QueuePosition.isCanonical(memory, 0, QueuePosition.write(memory, 0, 0, 9, 1)));
        assertFalse(QueuePosition.isCanonical(memory, 0, QueuePosition.write(memory, 0, 10, 9, 1)));

        final int announced = Announce.write(memory, 0, 2, text, 0, put("Serwer wraca za pięć minut"));
        assertTrue(Announce.isCanonical(memory, 0, announced));
        assertFalse(Announce.isCanonical(memory, 0, Announce.HEAD_BYTES));
        LittleEndian.put8(memory, 0, 3);
        assertFalse(Announce.isCanonical(memory, 0, announced));

        final int ticket = ResumeOffer.write(memory, 0, 60, text, 0, 128);
        assertTrue(ResumeOffer.isCanonical(memory, 0, ticket));
        assertFalse(ResumeOffer.isCanonical(memory, 0, ticket + 1));
        assertFalse(ResumeOffer.isCanonical(memory, 0, ResumeOffer.write(memory, 0, 0, text, 0, 1)));

        EntityProfile.write(memory, 0, 8, 0x55);
        LittleEndian.put8(memory, EntityProfile.HEAD_BYTES, 'A');
        assertTrue(EntityProfile.isCanonical(memory, 0, EntityProfile.HEAD_BYTES + 1));
        assertFalse(EntityProfile.isCanonical(memory, 0, EntityProfile.HEAD_BYTES));
        assertEquals(0x55, EntityProfile.look(memory, 0));

        Echo.write(memory, 0, -1, 77);
        assertEquals(-1, Echo.number(memory, 0));
        assertEquals(77, Echo.sentUs(memory, 0));
        assertTrue(Echo.isCanonical(12) && Echo.isCanonical(8192) && !Echo.isCanonical(11) && !Echo.isCanonical(8193));
    }

    @Test
    void shouldRefuseABlockWhenItLiesAboutItsLength() {
        final int[][] cases = { // total, offset, raw, block, legal
            {100, 0, 0, 100, 1}, {100, 1, 0, 100, 0}, {100, 0, 100, 50, 1}, {99, 0, 100, 50, 0},
            {100, 0, 100, 100, 0}, {1000, 0, 256, 1, 0}, {1000, 0, 255, 1, 1}, {100_000, 0, 16_384, 200, 1},
            {100_000, 0, 16_385, 200, 0}, {100, -1, 0, 100, 0}, {100, 0, 0, 0, 0}
        };
        for (final int[] each : cases) {
            WorldBlock.write(memory, 0, 1, each[0], each[1], each[2]);
            assertEquals(
                    each[4] == 1,
                    WorldBlock.isCanonical(memory, 0, WorldBlock.HEAD_BYTES + each[3]),
                    () -> each[0] + ", " + each[1] + ", " + each[2] + ", " + each[3]);
        }
    }
}
