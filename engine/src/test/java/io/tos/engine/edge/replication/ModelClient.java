package io.tos.engine.edge.replication;

import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.SnapshotReader;
import io.tos.engine.protocol.StateHash;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client as STANDARD 9.2 describes it, plainly: every state ever received, by alias and tick.*/
final class ModelClient {
    final Map<Integer, Seen> aliases = new HashMap<>();
    final List<int[]> misses = new ArrayList<>();
    final SnapshotReader reader = new SnapshotReader();
    int checks;
    int mismatches;
    int fullRecords;
    int deltaRecords;
    int leftRecords;
    long newestTick;

    /** Takes one part; anything a correct server does not send fails the test. */
    void take(final MemorySegment part) {
        if (!reader.wrap(part, 0, (int) part.byteSize())) {
            throw new AssertionError("no snapshot");
        }
        final int tick = reader.tick();
        newestTick = Math.max(newestTick, tick);
        int alias = reader.next();
        while (alias >= 0) {
            record(alias, tick);
            alias = reader.next();
        }
        if (alias != SnapshotReader.END) {
            throw new AssertionError("malformed record at tick " + tick);
        }
        if (reader.hasIntegrity()) {
            check(tick);
        }
    }

    private void record(final int alias, final int tick) {
        final Seen seen = aliases.get(alias);
        if (reader.isLeave()) {
            leftRecords++;
            if (seen != null && tick >= seen.firstTick) {
                aliases.remove(alias);
            }
            return;
        }
        final EntityRecord record = reader.record();
        if (reader.isFull()) {
            fullRecords++;
            if (seen == null || (seen.netId != record.netId() && tick > seen.states.lastKey())) {
                final Seen fresh = new Seen(record.netId(), tick);
                fresh.states.put(tick, new State(record.place(), record.looks()));
                aliases.put(alias, fresh);
            } else if (seen.netId == record.netId()) {
                seen.states.put(tick, new State(record.place(), record.looks()));
                seen.lacksBase = false;
            }
            return;
        }
        deltaRecords++;
        if (seen == null || tick <= seen.firstTick) {
            return;
        }
        final Map.Entry<Integer, State> base = seen.states.floorEntry(tick - reader.baseAge());
        if (base == null || seen.lacksBase) {
            seen.lacksBase = true;
            misses.add(new int[] {MissFrame.CAUSE_BASE, alias});
        } else if (!record.apply(base.getValue().place, base.getValue().looks)) {
            throw new AssertionError("delta not in its one legal form, alias " + alias + " tick " + tick);
        } else {
            seen.states.put(tick, new State(record.place(), record.looks()));
        }
    }

    private void check(final int tick) {
        checks++;
        long hash = StateHash.START;
        for (int index = 0; index < reader.integrityEntities(); index++) {
            final Seen seen = aliases.get(reader.integrityAlias(index));
            final Map.Entry<Integer, State> state =
                    seen == null ? null : seen.states.floorEntry(tick - reader.integrityAge(index));
            if (seen == null || state == null) {
                // A late part may speak of what newer ones took away.
                mismatches += tick == newestTick ? 1 : 0;
                return;
            }
            hash = StateHash.add(hash, seen.netId, state.getValue().place, state.getValue().looks);
        }
        if (StateHash.result(hash) != reader.integrityHash()) {
            mismatches++;
        }
    }

    /** An entity as the client has it. */
    static final class Seen {
        final int netId;
        final int firstTick;
        final TreeMap<Integer, State> states = new TreeMap<>();
        boolean lacksBase;

        Seen(final int netId, final int firstTick) {
            this.netId = netId;
            this.firstTick = firstTick;
        }

        State newest() {
            return states.lastEntry().getValue();
        }
    }

    /** The two words. */
    record State(long place, long looks) {}
}
