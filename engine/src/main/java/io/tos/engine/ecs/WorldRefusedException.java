package io.tos.engine.ecs;

import io.tos.engine.memory.Region;

/** Memory or a file does not hold a world that this program may go on with; the message says why. */
public final class WorldRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorldRefusedException(final String problem) {
        super(problem);
    }

    static void check(final WorldHeader header, final Layout layout, final WorldConfig config, final Region region) {
        final String problem = problem(header, layout, config, region);
        if (!problem.isEmpty()) {
            throw new WorldRefusedException("world " + config.name() + ": " + problem);
        }
    }

    private static String problem(
            final WorldHeader header, final Layout layout, final WorldConfig config, final Region region) {
        if (region.lengthBytes() < config.regionBytes(layout)) {
            return region.lengthBytes() + " B are too short, expected " + config.regionBytes(layout);
        }
        if (header.magic() != WorldHeader.MAGIC) {
            return "not a world";
        }
        if (header.layoutHash() != layout.hash()) {
            return "layout " + Long.toHexString(header.layoutHash()) + ", expected " + Long.toHexString(layout.hash());
        }
        if (header.contentHash() != config.contentHash()) {
            return "content " + Long.toHexString(header.contentHash()) + ", expected "
                    + Long.toHexString(config.contentHash());
        }
        if (header.entitiesMax() != config.entitiesMax()) {
            return "room for " + header.entitiesMax() + " entities, expected " + config.entitiesMax();
        }
        if (header.tickBegun() != header.tickDone()) {
            return "torn in tick " + header.tickBegun() + ", the last whole one is " + header.tickDone();
        }
        return "";
    }
}
