package io.tos.tools.bots;

import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.protocol.EnterWorld;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The maps as the players know them: the content that came with this copy. Immutable. */
final class Atlas {
    private final List<Known> maps;

    /**
     * A map.
     *
     * @param hash of its content, to compare with the server's.
     * @param terrain to predict on.
     */
    record Known(MapContent content, long hash, Terrain terrain) {}

    private Atlas(final List<Known> maps) {
        this.maps = maps;
    }

    /** Reads the content of the copy that lies at {@code root}: a distribution, or sources. */
    static Atlas of(final Path root) {
        final Path directory = Stream.of(root.resolve("content"), root.resolve("engine/content"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("content"));
        return new Atlas(Content.load(directory).maps().stream()
                .map(map -> new Known(map, map.hash(), new Terrain(map)))
                .toList());
    }

    /** The map that ENTER_WORLD names, or null if this copy has no such map or another edition of it. */
    @Nullable
    Known find(final MemorySegment memory, final EnterWorld message) {
        final byte[] name = memory.asSlice(message.name(), message.nameLength()).toArray(ValueLayout.JAVA_BYTE);
        final String id = new String(name, StandardCharsets.UTF_8);
        return maps.stream()
                .filter(map -> map.content().id().equals(id) && map.hash() == message.contentHash())
                .findFirst()
                .orElse(null);
    }
}
