package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link FrameWriter} and {@link FrameReader} against each other and at every edge. */
final class FrameTest {
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment text = arena.allocate(PacketHeader.TEXT_BYTES_MAX);
    private final MemorySegment source = arena.allocate(300_000);
    private final FrameWriter writer = new FrameWriter();
    private final FrameReader toServer = new FrameReader(Direction.TO_SERVER);
    private final FrameReader toClient = new FrameReader(Direction.TO_CLIENT);

    @Test
    void shouldReadBackEveryFrameWhenWrittenInOrder() {
        final byte[] words = "bye, Ż".getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(MemorySegment.ofArray(words), 0, source, 0, words.length);
        writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
        writer.acks(70_000, 9, -1L);
        assertTrue(writer.ping(7, 123));
        assertTrue(writer.pong(8, 1, 2, 3));
        assertTrue(writer.path(FrameType.PATH_CHALLENGE, -5));
        assertTrue(writer.path(FrameType.PATH_RESPONSE, -6));
        assertTrue(writer.baseMiss(MissFrame.CAUSE_HASH, 254));
        assertTrue(writer.reliable(Channel.GAMEPLAY.id(), 65_535, source, 0, 5));
        assertTrue(writer.message(Channel.UNRELIABLE.id(), source, 0, 4));
        assertTrue(writer.counted(FrameType.INPUT, source, 0, 3));
        assertTrue(writer.counted(0xEE, source, 0, 0));
        assertTrue(writer.close(0x2001, source, 0, words.length));
        writer.pad();
        assertEquals(PacketHeader.TEXT_BYTES_MAX, writer.length());

        assertTrue(toServer.wrap(text, 0, writer.length()));
        assertTrue(toServer.hasAcks());
        assertEquals(70_000 & 0xFFFF, toServer.acks().newest());
        assertEquals(FrameType.PING, toServer.next());
        assertEquals(7, PingFrame.id(text, toServer.body()));
        assertEquals(123, PingFrame.sentUs(text, toServer.body()));
        assertEquals(FrameType.PONG, toServer.next());
        assertEquals(8, PongFrame.id(text, toServer.body()));
        assertEquals(1, PongFrame.pingSentUs(text, toServer.body()));
        assertEquals(2, PongFrame.pingReceivedUs(text, toServer.body()));
        assertEquals(3, PongFrame.pongSentUs(text, toServer.body()));
        assertEquals(FrameType.PATH_CHALLENGE, toServer.next());
        assertEquals(-5, PathFrame.token(text, toServer.body()));
        assertEquals(FrameType.PATH_RESPONSE, toServer.next());
        assertEquals(-6, PathFrame.token(text, toServer.body()));
        assertEquals(FrameType.BASE_MISS, toServer.next());
        assertEquals(MissFrame.CAUSE_HASH, MissFrame.cause(text, toServer.body()));
        assertEquals(254, MissFrame.alias(text, toServer.body()));
        assertEquals(FrameType.RELIABLE, toServer.next());
        assertEquals(Channel.GAMEPLAY.id(), toServer.channel());
        assertEquals(65_535, toServer.messageId());
        assertEquals(5, toServer.bodyLength());
        assertEquals(FrameType.MESSAGE, toServer.next());
        assertEquals(Channel.UNRELIABLE.id(), toServer.channel());
        assertEquals(4, toServer.bodyLength());
        assertEquals(FrameType.INPUT, toServer.next());
        assertEquals(3, toServer.bodyLength());
        assertEquals(0xEE, toServer.next());
        assertEquals(0, toServer.bodyLength());
        assertEquals(FrameType.CLOSE, toServer.next());
        assertEquals(0x2001, CloseFrame.code(text, toServer.body()));
        assertEquals(words.length, CloseFrame.textLength(text, toServer.body()));
        assertEquals(FrameType.PADDING, toServer.next());
        assertEquals(FrameReader.END, toServer.next());
    }

    @Test
    void shouldFitOneDatagramWhenSnapshotAcksAndReliableFramesAreFull() {
        writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
        writer.acks(1, 0, 0L);
        assertTrue(writer.counted(FrameType.SNAPSHOT, source, 0, FrameWriter.SNAPSHOT_BYTES_MAX));
        assertEquals(1140, writer.length() + PacketHeader.OVERHEAD_BYTES);
        assertTrue(writer.reliable(
                0, 0, source, 0, FrameWriter.RELIABLE_BESIDE_SNAPSHOT_BYTES - FrameWriter.RELIABLE_HEAD_BYTES));
        assertTrue(writer.length() + PacketHeader.OVERHEAD_BYTES <= PacketHeader.DATAGRAM_BYTES_MAX);
        assertTrue(toClient.wrap(text, 0, writer.length()));
        assertEquals(FrameType.SNAPSHOT, toClient.next());
    }

    @Test
    void shouldTakeThirtyFourBytesWhenChallengingAPath() {
        writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
        assertTrue(writer.path(FrameType.PATH_CHALLENGE, 1));
        assertEquals(34, writer.length() + PacketHeader.OVERHEAD_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1025, 2048, 2049, 16 * 1024, 256 * 1024})
    void shouldCutIntoFragmentsThatFitWhenAMessageIsLong(final int messageLength) {
        final int count = FrameWriter.fragments(messageLength);
        int received = 0;
        for (int index = 0; index < count; index++) {
            writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
            writer.acks(1, 0, 0L);
            assertTrue(writer.fragment(Channel.GAMEPLAY.id(), 3, index, source, 0, messageLength));
            assertTrue(writer.length() + PacketHeader.OVERHEAD_BYTES <= 1069);
            assertTrue(toClient.wrap(text, 0, writer.length()));
            assertEquals(FrameType.FRAGMENT, toClient.next());
            assertEquals(index, toClient.fragmentIndex());
            assertEquals(count, toClient.fragmentCount());
            received += toClient.bodyLength();
        }
        assertEquals(messageLength, received);
    }

    @Test
    void shouldRefuseWhenFragmentsAreMoreThanTheDirectionAllows() {
        writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
        assertTrue(writer.fragment(Channel.GAMEPLAY.id(), 3, 0, source, 0, 17 * 1024));
        assertTrue(toServer.wrap(text, 0, writer.length()));
        assertEquals(FrameReader.MALFORMED, toServer.next());
        assertTrue(toClient.wrap(text, 0, writer.length()));
        assertEquals(FrameType.FRAGMENT, toClient.next());
    }

    @Test
    void shouldStopWhenThereAreSixtyFourFrames() {
        writer.wrap(text, 0, PacketHeader.TEXT_BYTES_MAX);
        for (int frame = 0; frame < FrameType.FRAMES_MAX; frame++) {
            assertTrue(writer.counted(0x80, source, 0, 0));
        }
        assertFalse(writer.counted(0x80, source, 0, 0));
        assertTrue(toServer.wrap(text, 0, writer.length()));
        for (int frame = 0; frame < FrameType.FRAMES_MAX; frame++) {
            assertEquals(0x80, toServer.next());
        }
        assertEquals(FrameReader.END, toServer.next());
        LittleEndian.zero(text, writer.length(), 3);
        assertTrue(toServer.wrap(text, 0, writer.length() + 3));
        for (int frame = 0; frame < FrameType.FRAMES_MAX; frame++) {
            toServer.next();
        }
        assertEquals(FrameReader.MALFORMED, toServer.next());
    }

    @Test
    void shouldBeginNoFrameWhenItDoesNotFit() {
        writer.wrap(text, 0, 20);
        assertTrue(writer.reliable(0, 1, source, 0, 13));
        assertEquals(0, writer.room());
        assertFalse(writer.baseMiss(0, 1));
        assertFalse(writer.path(FrameType.PATH_RESPONSE, 1));
        assertEquals(20, writer.length());
        assertEquals(1, writer.frames());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02", // flags: reserved bit
                "01 0000 00", // acks cut off
                "00 07", // unknown type
                "00 7F 0000", // unknown type
                "00 00 01", // padding that is not zero
                "00 01 00", // PING cut off
                "00 05 0000 79", // CLOSE: text too long
                "00 05 0000 01 80", // CLOSE: not UTF-8
                "00 06 02 01", // BASE_MISS: cause
                "00 06 00 00", // BASE_MISS: alias of oneself
                "00 06 00 FF", // BASE_MISS: reserved alias
                "00 10 03 0000 0200 0000", // RELIABLE on an unreliable channel
                "00 10 06 0000 0200 0000", // RELIABLE on no channel
                "00 10 05 0000 0200 0000", // RELIABLE on bulk to the server
                "00 10 00 0000 0100 00", // RELIABLE without a message type
                "00 10 00 0000 0300 0000", // RELIABLE longer than the text
                "00 12 00 0200 0000", // MESSAGE on a reliable channel
                "00 11 01 0000 00 00 0100 00", // FRAGMENT: one of one
                "00 11 01 0000 02 01 0100 00", // FRAGMENT: index too high
                "00 11 01 0000 01 01 0000", // FRAGMENT: empty
                "00 11 01 0000 00 01 0100 00", // FRAGMENT: short, not the last
                "00 21 0000", // INPUT: empty
                "00 80 01", // length cut off
                "00 80 0200 00", // body cut off
                "00 20 0100 00" // SNAPSHOT to the server
            })
    void shouldRefuseWhenMalformed(final String digits) {
        final MemorySegment packet = Fuzz.hex(arena, digits);
        assertTrue(
                !toServer.wrap(packet, 0, (int) packet.byteSize()) || toServer.next() == FrameReader.MALFORMED, digits);
    }

    @Test
    void shouldNeverReadPastTheEndWhenBytesAreRandom() {
        final FrameReader[] readers = {toServer, toClient};
        Fuzz.run("FrameTest", random -> {
            final int length = random.nextInt(200);
            try (Arena shortLived = Arena.ofConfined()) {
                final MemorySegment bytes = shortLived.allocate(length + 1).asSlice(0, length);
                Fuzz.fill(random, bytes, length);
                if (length > 0) {
                    LittleEndian.put8(bytes, 0, random.nextInt(2));
                }
                for (final FrameReader reader : readers) {
                    if (!reader.wrap(bytes, 0, length)) {
                        continue;
                    }
                    int frames = 0;
                    int type = reader.next();
                    for (; type >= 0; type = reader.next()) {
                        frames++;
                        assertTrue(reader.body() + reader.bodyLength() <= length);
                    }
                    assertTrue(frames <= FrameType.FRAMES_MAX);
                }
            }
        });
    }
}
