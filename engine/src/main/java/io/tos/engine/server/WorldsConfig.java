package io.tos.engine.server;

import io.tos.engine.game.spawn.Population;
import java.util.List;

/**
 * Which maps run.
 *
 * @param maps ids of the maps, in the order they run in a tick.
 * @param start id of the map where players come in; one of {@code maps}.
 * @param creatures how many creatures live in the start map, 0 to 100,000; -1 for as many as its content says.
 * @param content directory of the game's content; empty for the one that came with this copy.
 * @param record directory to record all that reaches the maps to; empty for no recording.
 */
public record WorldsConfig(List<String> maps, String start, int creatures, String content, String record) {
    /** The starter town, and where its gates lead. */
    public static final WorldsConfig DEFAULT =
            new WorldsConfig(List.of("starter_town", "hollow_road"), "starter_town", Population.OF_CONTENT, "", "");

    /** Checks what can be checked without the content. */
    public WorldsConfig {
        maps = List.copyOf(maps);
        if (!maps.contains(start)) {
            throw new IllegalArgumentException("worlds.start must be one of worlds.maps: " + start);
        }
        if (maps.stream().distinct().count() < maps.size()) {
            throw new IllegalArgumentException("worlds.maps must name each map once: " + maps);
        }
        if (creatures < Population.OF_CONTENT || creatures > 100_000) {
            throw new IllegalArgumentException("worlds.creatures must be -1 to 100,000: " + creatures);
        }
    }

    /** This one map alone. */
    public WorldsConfig withMap(final String map) {
        return new WorldsConfig(List.of(map), map, creatures, content, record);
    }

    /** The same maps with so many creatures in the start map. */
    public WorldsConfig withCreatures(final int count) {
        return new WorldsConfig(maps, start, count, content, record);
    }

    /** The same maps, recorded. */
    public WorldsConfig withRecord(final String directory) {
        return new WorldsConfig(maps, start, creatures, content, directory);
    }
}
