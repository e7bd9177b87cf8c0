package io.tos.engine.ecs;

/**
 * What a world is made from.
 *
 * @param name of the map instance, for reports.
 * @param entitiesMax how many entities fit, 1 to 4,194,303; memory for all of them is taken at once.
 * @param seed of everything random in it.
 * @param contentHash of the game data whose numbers its columns hold; memory is not read with other content.
 */
public record WorldConfig(String name, int entitiesMax, long seed, long contentHash) {
    public WorldConfig {
        if (entitiesMax < 1 || entitiesMax >= 1 << 22) {
            throw new IllegalArgumentException("entitiesMax must be 1 to 4,194,303: " + entitiesMax);
        }
    }

    /** Chunks that hold the entities and the empty index 0. */
    int chunksMax() {
        return (entitiesMax >> Layout.ROW_BITS) + 1;
    }

    /** Bytes of a region that holds such a world. */
    public long regionBytes(final Layout layout) {
        return WorldHeader.BYTES + chunksMax() * layout.chunkBytes();
    }
}
