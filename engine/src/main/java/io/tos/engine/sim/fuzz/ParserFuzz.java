package io.tos.engine.sim.fuzz;

import io.tos.engine.net.BlockPacker;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameReader;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.SnapshotReader;
import io.tos.engine.protocol.WorldBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hands bent bytes to the readers themselves. A reader throws nothing, ends, stays within what it was given, and what it
 * takes is in the one legal form. One thread.
 */
final class ParserFuzz {
    private static final int CASES = 20_000;
    private static final int RAW_BYTES = 4_096;
    private static final int TYPES = 64;

    private final SplittableRandom random;
    private final Bender bender;

    ParserFuzz(final SplittableRandom random, final Bender bender) {
        this.random = random;
        this.bender = bender;
    }

    @Nullable
    String run() {
        try (Arena arena = Arena.ofConfined();
                BlockPacker packer = new BlockPacker();
                BlockPacker unpacker = new BlockPacker()) {
            // Readers get a slice that ends where their bytes end: a byte too far throws.
            final MemorySegment room = arena.allocate(WorldBlock.RAW_BYTES_MAX + 64, 8);
            String found = null;
            for (int number = 0; number < CASES && found == null; number++) {
                found = switch (number % 4) {
                    case 0 -> frames(room);
                    case 1 -> snapshot(room);
                    case 2 -> input(room);
                    default -> block(room, packer, unpacker);
                };
            }
            return found;
        }
    }

    private @Nullable String frames(final MemorySegment room) {
        final FrameWriter writer = new FrameWriter();
        writer.wrap(room, 0, PacketHeader.TEXT_BYTES_MAX);
        if (random.nextBoolean()) {
            writer.acks(random.nextLong(1L << 40), random.nextInt(256), random.nextLong());
        }
        for (int count = random.nextInt(8); count > 0; count--) {
            frame(writer, room);
        }
        final int length = Math.max(1, writer.length() - random.nextInt(3));
        bender.bend(room, 0, length);
        final MemorySegment text = room.asSlice(0, length);
        for (final Direction direction : Direction.values()) {
            final FrameReader reader = new FrameReader(direction);
            if (!reader.wrap(text, 0, length)) {
                continue;
            }
            int frames = 0;
            for (int type = reader.next(); type >= 0; type = reader.next()) {
                if (reader.body() < 0 || reader.body() + reader.bodyLength() > length || ++frames > 64) {
                    return "frame " + frames + " of type " + type + " lies outside of " + length + " bytes";
                }
                if (type == FrameType.RELIABLE && reader.bodyLength() >= MessageType.TYPE_BYTES) {
                    MessageType.of(text, reader.body(), reader.bodyLength(), direction, reader.channel());
                }
            }
        }
        return null;
    }

    private void frame(final FrameWriter writer, final MemorySegment room) {
        final long source = PacketHeader.TEXT_BYTES_MAX;
        for (int index = 0; index < TYPES; index++) {
            room.set(ValueLayout.JAVA_BYTE, source + index, (byte) random.nextInt());
        }
        room.set(ValueLayout.JAVA_SHORT_UNALIGNED, source, (short) random.nextInt(TYPES));
        final int length = 2 + random.nextInt(TYPES - 2);
        switch (random.nextInt(6)) {
            case 0 -> writer.ping(random.nextInt(65_536), random.nextLong());
            case 1 -> writer.reliable(random.nextInt(3), random.nextInt(65_536), room, source, length);
            case 2 -> writer.counted(FrameType.INPUT, room, source, length);
            case 3 -> writer.message(3 + random.nextInt(2), room, source, length);
            case 4 -> writer.baseMiss(random.nextInt(2), 1 + random.nextInt(200));
            default -> writer.close(random.nextInt(65_536));
        }
    }

    private @Nullable String snapshot(final MemorySegment room) {
        final int length = 12 + random.nextInt(200);
        for (int index = 0; index < length; index++) {
            room.set(ValueLayout.JAVA_BYTE, index, (byte) random.nextInt());
        }
        room.set(ValueLayout.JAVA_BYTE, 4, (byte) random.nextInt(8));
        bender.bend(room, 0, length);
        final SnapshotReader reader = new SnapshotReader();
        final MemorySegment body = room.asSlice(0, length);
        if (!reader.wrap(body, 0, length)) {
            return null;
        }
        int records = 0;
        while (reader.next() >= 0) {
            if (++records > length) {
                return "a snapshot of " + length + " bytes has more records than that";
            }
        }
        return null;
    }

    private @Nullable String input(final MemorySegment room) {
        final InputFrame frame = new InputFrame();
        frame.clear(random.nextInt() & 0x7FFF_FFFF, random.nextInt(256), random.nextInt(64));
        for (int count = 1 + random.nextInt(InputFrame.INPUTS_MAX); count > 0; count--) {
            frame.add(
                    random.nextInt(255) - 127, random.nextInt(255) - 127, random.nextInt(1 << 12), random.nextInt(256));
        }
        final int length = frame.write(room, 0);
        bender.bend(room, 0, length);
        final InputFrame read = new InputFrame();
        if (!read.read(room.asSlice(0, length), 0, length)) {
            return null;
        }
        final int again = read.write(room, 512);
        return again == length && room.asSlice(0, length).mismatch(room.asSlice(512, again)) < 0
                ? null
                : "an input frame was taken that is not in its one legal form";
    }

    private @Nullable String block(final MemorySegment room, final BlockPacker packer, final BlockPacker unpacker) {
        final int length = MessageType.TYPE_BYTES + WorldBlock.HEAD_BYTES + 1 + random.nextInt(RAW_BYTES);
        room.asSlice(0, length).fill((byte) random.nextInt(4));
        for (int count = random.nextInt(40); count > 0; count--) {
            room.set(ValueLayout.JAVA_BYTE, random.nextInt(length), (byte) random.nextInt());
        }
        room.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) MessageType.WORLD_BLOCK.id());
        final int raw = length - MessageType.TYPE_BYTES - WorldBlock.HEAD_BYTES;
        WorldBlock.write(room, MessageType.TYPE_BYTES, 1, raw, 0, 0);
        final int packed = packer.pack(room, 0, length);
        if (packed == 0) {
            return null;
        }
        MemorySegment.copy(packer.memory(), packer.packedAt(), room, 0, packed);
        final int body = packed - MessageType.TYPE_BYTES;
        bender.bend(room, MessageType.TYPE_BYTES, body);
        final int unpacked = unpacker.unpack(room.asSlice(0, packed), MessageType.TYPE_BYTES, body);
        return unpacked == BlockPacker.DAMAGED || (unpacked >= 0 && unpacked <= WorldBlock.RAW_BYTES_MAX)
                ? null
                : "a block was unpacked to " + unpacked + " bytes";
    }
}
