package io.tos.engine.net.admission;

import io.tos.engine.protocol.ConnectionId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions without packets: remembers what the door asked for. A peer is proven by its connection id alone. */
final class RigSessions implements ShardSessions {
    final Map<Integer, Long> opened = new HashMap<>();
    final List<Integer> admitted = new ArrayList<>();
    final Map<Integer, Integer> closed = new HashMap<>();
    final Map<Integer, Integer> queuePlaces = new HashMap<>();
    final Map<Integer, Integer> ticketCounts = new HashMap<>();
    final List<Integer> released = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final List<Integer> proven = new ArrayList<>();
    private int generation;

    RigSessions(final int shard, final int shards) {
        for (int slot = shard; slot < ConnectionId.SLOTS; slot += shards) {
            free.add(slot);
        }
    }

    int freeCount() {
        return free.size();
    }

    @Override
    public int reserve() {
        return free.isEmpty() ? ConnectionId.NONE : ConnectionId.of(free.poll(), ++generation);
    }

    @Override
    public int load() {
        return 3;
    }

    @Override
    public void open(final int cid, final MemorySegment memory, final long open) {
        opened.put(cid, JoinFrame.accountId(memory, OpenFrame.join(open)));
    }

    @Override
    public void release(final int cid) {
        released.add(cid);
        opened.remove(cid);
        free.add(ConnectionId.slot(cid));
    }

    @Override
    public void admit(final int cid) {
        admitted.add(cid);
    }

    @Override
    public void close(final int cid, final int reason) {
        closed.put(cid, reason);
        end(cid);
    }

    @Override
    public void closeAll(final int reason) {
        List.copyOf(opened.keySet()).forEach(cid -> close(cid, reason));
    }

    @Override
    public void tellQueue(final int cid, final int place, final int waiting) {
        queuePlaces.put(cid, place);
    }

    @Override
    public void tellTicket(final int cid, final MemorySegment memory, final long ticket, final int length) {
        ticketCounts.merge(cid, 1, Integer::sum);
    }

    /** True at the first packet of an opened session. */
    boolean prove(final int cid) {
        if (!opened.containsKey(cid) || proven.contains(cid)) {
            return false;
        }
        return proven.add(cid);
    }

    void end(final int cid) {
        admitted.removeIf(admittedCid -> admittedCid == cid);
        opened.remove(cid);
        free.add(ConnectionId.slot(cid));
    }
}
