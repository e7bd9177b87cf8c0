package io.tos.engine.game.travel;

import io.tos.engine.content.MapContent;
import io.tos.engine.content.Portal;
import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Notices who stands in a portal. Where it leads is not of this world. Reads Position; writes Traveller. */
public final class PortalSystem implements GameSystem {
    private static final Query TRAVELLERS = Query.having(Traveller.ON, Position.ON);

    private final int[] west;
    private final int[] south;
    private final int[] east;
    private final int[] north;

    /** @param map whose portals they are; at most 127. */
    public PortalSystem(final MapContent map) {
        final List<Portal> portals = map.portals();
        west = portals.stream()
                .mapToInt(portal -> Fixed.cm(portal.area().westCm()))
                .toArray();
        south = portals.stream()
                .mapToInt(portal -> Fixed.cm(portal.area().southCm()))
                .toArray();
        east = portals.stream()
                .mapToInt(portal -> Fixed.cm(portal.area().eastCm()))
                .toArray();
        north = portals.stream()
                .mapToInt(portal -> Fixed.cm(portal.area().northCm()))
                .toArray();
    }

    @Override
    public void run(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        for (int chunk = 0, count = world.chunkCount(); chunk < count && west.length > 0; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = TRAVELLERS.rows(memory, base, word); rows != 0; rows &= rows - 1) {
                    final int row = Query.row(word, rows);
                    final boolean isReady = (int) tick - Traveller.READY_TICK.get(memory, base, row) >= 0;
                    Traveller.PORTAL.set(memory, base, row, (byte) (isReady ? 1 + portalAt(memory, base, row) : 0));
                }
            }
        }
    }

    private int portalAt(final MemorySegment memory, final long base, final int row) {
        final int x = Position.X.get(memory, base, row);
        final int y = Position.Y.get(memory, base, row);
        for (int portal = 0; portal < west.length; portal++) {
            if (x >= west[portal] && x < east[portal] && y >= south[portal] && y < north[portal]) {
                return portal;
            }
        }
        return -1;
    }
}
