package io.tos.engine.server;

import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.edge.MapInstance;
import io.tos.engine.game.spawn.Population;
import io.tos.engine.load.LoadException;
import io.tos.engine.telemetry.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * The maps a server runs, from its content.
 *
 * @param content all game data.
 * @param config which of its maps run.
 */
record RunningMaps(Content content, WorldsConfig config) {
    /** Where the launcher says this copy lies; without it, the directory the process was started in. */
    private static final String ROOT = "tos.root";

    /**
     * Reads the content.
     *
     * @throws LoadException when it is not there, not valid, or lacks a map that is to run.
     */
    static RunningMaps of(final WorldsConfig config) {
        final RunningMaps maps = new RunningMaps(content(config), config);
        config.maps().forEach(maps::map);
        maps.checkCreatures();
        return maps;
    }

    /** All game data, whichever maps run. */
    static Content content(final WorldsConfig config) {
        return Content.load(directory(config));
    }

    /** Place of the start map in the list. */
    int start() {
        return config.maps().indexOf(config.start());
    }

    /** Makes the instances, each with a seed of its own. */
    List<MapInstance> open(final RandomGenerator random, final NanoClock clock, final Counters counters) {
        final List<MapInstance> instances = new ArrayList<>();
        for (final String id : config.maps()) {
            final MapContent map = map(id);
            final int creatures = id.equals(config.start()) ? config.creatures() : Population.OF_CONTENT;
            final int number = content.maps().indexOf(map);
            instances.add(new MapInstance(map, number, random.nextLong(), creatures, clock, counters));
        }
        return instances;
    }

    private void checkCreatures() {
        final MapContent map = map(config.start());
        final boolean hasHomes = map.spawns().stream().anyMatch(spawn -> spawn.kind() == SpawnArea.Kind.CREATURE);
        if (config.creatures() > 0 && (!hasHomes || config.creatures() > map.entitiesMax())) {
            throw new LoadException(
                    "configuration",
                    "worlds.creatures",
                    config.start() + (hasHomes ? " has room for " + map.entitiesMax() : " has no area for creatures"));
        }
    }

    private MapContent map(final String id) {
        try {
            return content.map(id);
        } catch (final NoSuchElementException unknown) {
            throw new LoadException("configuration", "worlds.maps", String.valueOf(unknown.getMessage()));
        }
    }

    private static Path directory(final WorldsConfig config) {
        if (!config.content().isEmpty()) {
            return Path.of(config.content());
        }
        final Path root = Path.of(System.getProperty(ROOT, ""));
        return Stream.of(root.resolve("content"), root.resolve("engine/content"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new LoadException(
                        root.toAbsolutePath().toString(), "content", "no such directory; name it as worlds.content"));
    }
}
