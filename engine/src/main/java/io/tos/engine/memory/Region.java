package io.tos.engine.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An off-heap memory block with a name and an owner. Zeroed at birth, freed at {@link #close()}; the process-wide sum
 * of open regions is what a clean stop must bring back to zero.
 */
public final class Region implements AutoCloseable {
    private static final AtomicLong OPEN_BYTES = new AtomicLong();

    private final String name;
    private final Arena arena;
    private final MemorySegment memory;
    private final long lengthBytes;

    private Region(final String name, final Arena arena, final MemorySegment memory, final long lengthBytes) {
        this.name = name;
        this.arena = arena;
        this.memory = memory;
        this.lengthBytes = lengthBytes;
        OPEN_BYTES.addAndGet(lengthBytes);
    }

    /**
     * A region any thread may read and write; who does is the caller's contract.
     *
     * @param name what it holds, for reports.
     * @param lengthBytes more than 0.
     * @param alignmentBytes a power of two.
     */
    public static Region shared(final String name, final long lengthBytes, final long alignmentBytes) {
        final Arena arena = Arena.ofShared();
        return new Region(name, arena, arena.allocate(lengthBytes, alignmentBytes), lengthBytes);
    }

    /**
     * A region whose bytes are a file's: what is written outlives the process (in {@code /dev/shm}, until the machine
     * stops). A file that is shorter is extended with zeros; one that is longer is refused, its owner chose another
     * length.
     *
     * @param name what it holds, for reports.
     * @param file in a directory that exists.
     * @param lengthBytes more than 0.
     */
    public static Region mapped(final String name, final Path file, final long lengthBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() > lengthBytes) {
                throw new IOException(file + ": holds " + channel.size() + " B, expected at most " + lengthBytes);
            }
            final Arena arena = Arena.ofShared();
            try {
                final MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes, arena);
                return new Region(name, arena, memory, lengthBytes);
            } catch (final IOException failure) {
                arena.close();
                throw failure;
            }
        }
    }

    /**
     * The bytes of another process's file, to be read only.
     *
     * @throws IOException when it is not there or empty.
     */
    public static Region mappedToRead(final String name, final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long lengthBytes = channel.size();
            final Arena arena = Arena.ofShared();
            try {
                final MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, lengthBytes, arena);
                return new Region(name, arena, memory, lengthBytes);
            } catch (final IOException failure) {
                arena.close();
                throw failure;
            }
        }
    }

    /** The bytes. */
    public MemorySegment memory() {
        return memory;
    }

    /** How many bytes it holds. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** Bytes in all regions of this process that are open now. */
    public static long openBytes() {
        return OPEN_BYTES.get();
    }

    /** Frees the memory; a second call is a mistake of ours and throws. */
    @Override
    public void close() {
        arena.close();
        OPEN_BYTES.addAndGet(-lengthBytes);
    }

    @Override
    public String toString() {
        return name + " " + lengthBytes + " B";
    }
}
