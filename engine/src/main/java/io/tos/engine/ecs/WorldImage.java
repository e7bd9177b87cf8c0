package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A world as a file: its header and the chunks in use, byte by byte, and the hash they must have.
 *
 * <pre> 0 header and chunks | last 8 bytes: {@link WorldHash} u64 </pre>
 */
public final class WorldImage {
    private static final int BLOCK_BYTES = 1 << 20;

    private WorldImage() {}

    /**
     * Writes {@code world}, which stands between two ticks, to {@code file}: whole or not at all, on disk when this
     * returns. Blocks for the disk; a caller that may not do that saves a world attached to a copy.
     */
    public static void save(final World world, final Path file) throws IOException {
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            write(channel, world.memory().asSlice(0, usedBytes(world)));
            final MemorySegment hash = arena.allocate(Long.BYTES);
            hash.set(JAVA_LONG, 0, WorldHash.of(world));
            write(channel, hash);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A world that goes on where the saved one stood.
     *
     * @throws WorldRefusedException if the file is of another layout, content or size, torn, or damaged.
     */
    public static World restore(final Layout layout, final WorldConfig config, final Path file) throws IOException {
        final Region region = Region.shared("world " + config.name(), config.regionBytes(layout), 4096);
        final long hash;
        try {
            hash = read(file, config, region.memory());
        } catch (final IOException | WorldRefusedException failure) {
            region.close();
            throw failure;
        }
        final World world = World.attach(layout, config, region);
        if (file.toFile().length() != usedBytes(world) + Long.BYTES || WorldHash.of(world) != hash) {
            world.close();
            throw new WorldRefusedException("world " + config.name() + ": " + file + " is damaged");
        }
        return world;
    }

    private static long read(final Path file, final WorldConfig config, final MemorySegment memory) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            final long lengthBytes = channel.size() - Long.BYTES;
            if (lengthBytes < WorldHeader.BYTES || lengthBytes > memory.byteSize()) {
                throw new WorldRefusedException("world " + config.name() + ": " + file + " holds " + lengthBytes
                        + " B, expected at most " + memory.byteSize());
            }
            final MemorySegment hash = arena.allocate(JAVA_LONG);
            read(channel, memory.asSlice(0, lengthBytes));
            read(channel, hash);
            return hash.get(JAVA_LONG, 0);
        }
    }

    private static long usedBytes(final World world) {
        return world.chunkBase(world.chunkCount());
    }

    private static void read(final FileChannel channel, final MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += BLOCK_BYTES) {
            final ByteBuffer block = bytes.asSlice(at, Math.min(BLOCK_BYTES, bytes.byteSize() - at))
                    .asByteBuffer();
            while (block.hasRemaining()) {
                if (channel.read(block) < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
            }
        }
    }

    private static void write(final FileChannel channel, final MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += BLOCK_BYTES) {
            final ByteBuffer block = bytes.asSlice(at, Math.min(BLOCK_BYTES, bytes.byteSize() - at))
                    .asByteBuffer();
            while (block.hasRemaining()) {
                channel.write(block);
            }
        }
    }
}
