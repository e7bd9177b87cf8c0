package io.tos.benchmarks.ecs;

import io.tos.benchmarks.ecs.ColumnLayout.Place;
import io.tos.benchmarks.ecs.ColumnLayout.Speed;
import io.tos.engine.ecs.World;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The loop of {@code columns.c}, compiled here and now with the machine's gcc, over the columns of a world. */
final class CLoop implements AutoCloseable {
    private final Arena arena;
    private final MethodHandle advance;
    private final MemorySegment chunks;
    private final MemorySegment offsets;
    private final long chunkCount;
    private final long chunkBytes;

    private CLoop(final Arena arena, final MethodHandle advance, final World world) {
        this.arena = arena;
        this.advance = advance;
        this.chunks = world.memory().asSlice(world.chunkBase(0));
        this.chunkCount = world.chunkCount();
        this.chunkBytes = world.layout().chunkBytes();
        this.offsets = arena.allocateFrom(
                ValueLayout.JAVA_LONG,
                Place.X.offsetInChunk(),
                Place.Y.offsetInChunk(),
                Place.Z.offsetInChunk(),
                Speed.X.offsetInChunk(),
                Speed.Y.offsetInChunk(),
                Speed.Z.offsetInChunk());
    }

    /** Compiles and loads it; null where there is no gcc. */
    @SuppressWarnings("restricted") // the one way to call what gcc made; the source is ours
    static @Nullable CLoop compile(final World world) throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("tos-bench");
        final Path source = directory.resolve("columns.c");
        final Path library = directory.resolve("columns.so");
        try (InputStream text = CLoop.class.getResourceAsStream("columns.c")) {
            if (text == null) {
                throw new IllegalStateException("columns.c is not beside " + CLoop.class);
            }
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
            if (!gcc(source, library)) {
                return null;
            }
            final Arena arena = Arena.ofConfined();
            final MemorySegment symbol =
                    SymbolLookup.libraryLookup(library, arena).find("advance").orElseThrow();
            final FunctionDescriptor shape = FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            return new CLoop(arena, Linker.nativeLinker().downcallHandle(symbol, shape), world);
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(library);
            Files.delete(directory);
        }
    }

    void advance() {
        try {
            advance.invokeExact(chunks, chunkCount, chunkBytes, offsets);
        } catch (final Throwable impossible) {
            throw new AssertionError("the C loop throws nothing", impossible);
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private static boolean gcc(final Path source, final Path library) throws InterruptedException {
        try {
            final Process compiler = new ProcessBuilder(
                            "gcc",
                            "-O3",
                            "-march=native",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            source.toString())
                    .inheritIO()
                    .start();
            return compiler.waitFor() == 0;
        } catch (final IOException absent) {
            return false;
        }
    }
}
