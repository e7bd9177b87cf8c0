package io.tos.engine.edge.replication;

import io.tos.engine.game.interest.Sights;
import io.tos.engine.game.interest.SlotSet;
import io.tos.engine.protocol.SnapshotWriter;
import io.tos.engine.protocol.StateHash;

/**
 * Lets a viewer's client check that it has what the server believes: every 256 ticks a hash over up to eight states that
 * were acked, another eight each time. Tick thread only.
 */
final class IntegrityCheck {
    /** Ticks between two checks of a viewer. */
    static final int PERIOD_TICKS = 256;

    private final Viewers viewers;
    private final Sights sights;
    private final Baselines baselines;
    private final History history;
    private final Bases bases;
    private final int[] aliases = new int[SnapshotWriter.INTEGRITY_ENTITIES_MAX];
    private final int[] ages = new int[SnapshotWriter.INTEGRITY_ENTITIES_MAX];
    private int count;

    IntegrityCheck(
            final Viewers viewers,
            final Sights sights,
            final Baselines baselines,
            final History history,
            final Bases bases) {
        this.viewers = viewers;
        this.sights = sights;
        this.baselines = baselines;
        this.history = history;
        this.bases = bases;
    }

    /** The first check comes within two periods, for each viewer in another tick. */
    void open(final int viewer, final int tick) {
        viewers.integrityTick(viewer, tick + PERIOD_TICKS + viewer % PERIOD_TICKS);
    }

    /** Adds a check if one is due. The bases are aimed at the viewer. */
    void tell(final int viewer, final int tick, final SnapshotWriter writer) {
        if (tick - viewers.integrityTick(viewer) < 0) {
            return;
        }
        viewers.integrityTick(viewer, tick + PERIOD_TICKS);
        count = 0;
        // Where to begin changes with every check, and by an odd number, so that all get their turn.
        final int first = ((viewers.serial(viewer) * 29) & 0xFF) >> 6;
        for (int index = 0; index < SlotSet.WORDS; index++) {
            choose(viewer, (first + index) & (SlotSet.WORDS - 1), (viewers.serial(viewer) * 29) & 63);
        }
        if (count == 0 || !writer.beginIntegrity(count)) {
            return;
        }
        long hash = StateHash.START;
        for (int index = 0; index < count; index++) {
            writer.integrityEntity(aliases[index], ages[index]);
            final long at = Baselines.at(viewer, aliases[index]);
            final long state = history.state(baselines.entity(at), tick - ages[index]);
            hash = StateHash.add(hash, baselines.netId(at), history.placeAt(state), history.looksAt(state));
        }
        writer.integrityHash(StateHash.result(hash));
    }

    private void choose(final int viewer, final int word, final int turn) {
        long left = Long.rotateRight(sights.visible(viewer, word), turn);
        for (; left != 0 && count < aliases.length; left &= left - 1) {
            final int alias = (word << 6) + ((Long.numberOfTrailingZeros(left) + turn) & 63);
            final long at = Baselines.at(viewer, alias);
            final long row = History.row(baselines.entity(at));
            final int age = history.netId(row) == baselines.netId(at) ? bases.age(at, row) : SnapshotWriter.AGE_FULL;
            if (age != SnapshotWriter.AGE_FULL) {
                aliases[count] = alias;
                ages[count] = bases.isCurrent() ? 0 : age;
                count++;
            }
        }
    }
}
