package io.tos.engine.content;

import io.tos.engine.load.LoadException;
import io.tos.engine.load.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** All game data of a server, immutable. Maps are in the order of their ids; a map's place in the list is its number. */
public record Content(List<MapContent> maps) {
    /**
     * Reads {@code directory/maps/<id>/map.yaml}, each and all.
     *
     * @throws LoadException naming file, path and problem, also for references that lead nowhere.
     */
    public static Content load(final Path directory) {
        final Path folder = directory.resolve("maps");
        final List<Path> files;
        try (Stream<Path> folders = Files.list(folder)) {
            files = folders.filter(Files::isDirectory)
                    .map(map -> map.resolve("map.yaml"))
                    .sorted()
                    .toList();
        } catch (final IOException unreadable) {
            throw new LoadException(folder.toString(), "", "cannot be listed: " + unreadable.getMessage());
        }
        final List<MapContent> maps = files.stream().map(Content::read).toList();
        final Content content = new Content(maps);
        for (int index = 0; index < maps.size(); index++) {
            content.checkPortals(maps.get(index), files.get(index).toString());
        }
        return content;
    }

    /** The map of this id; throws if there is none. */
    public MapContent map(final String id) {
        return maps.stream()
                .filter(map -> map.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no map " + id));
    }

    private static MapContent read(final Path file) {
        final MapContent map = RecordReader.read(file, MapContent.class, null);
        final Path folder = file.getParent();
        if (folder == null || !folder.endsWith(map.id())) {
            throw new LoadException(file.toString(), "id", "must be the folder's name, is " + map.id());
        }
        return map;
    }

    private void checkPortals(final MapContent map, final String file) {
        for (int index = 0; index < map.portals().size(); index++) {
            final Portal portal = map.portals().get(index);
            final String path = "portals[" + index + "]";
            if (maps.stream().noneMatch(other -> other.id().equals(portal.map()))) {
                throw new LoadException(file, path + ".map", "no map " + portal.map());
            }
            if (!map(portal.map()).isFree(portal.to().xCm(), portal.to().yCm())) {
                throw new LoadException(file, path, "leads into a wall or out of " + portal.map());
            }
        }
    }
}
