package io.tos.engine.client;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The server's half of section 9.2 for one viewer, as plainly as it can be written: entities whose states are numbers, an
 * alias for each in sight, bases only from acked packets. A line in between loses, delays and reorders.
 */
final class ModelServer {
    static final int EPOCH = 3;
    private static final int ENTITIES = 24;
    private static final int ALIASES = 12;
    private static final int NONE = -1;

    /** States by the tick of their change, per entity. */
    final List<TreeMap<Integer, Integer>> history = new ArrayList<>();

    final Holder[] holders = new Holder[1 + ALIASES];
    private final List<Flight> flights = new ArrayList<>();
    private final RandomGenerator random;
    private final SnapshotBytes bytes = new SnapshotBytes();
    boolean isClean;
    int tick = 100;

    /** Who has an alias. */
    static final class Holder {
        int entity = NONE;
        int sinceTick;
        int ackedTick = NONE;
        boolean leaving;
    }

    /** A snapshot under way, or the ack of one, or a BASE_MISS. */
    private record Flight(
            int arrivesTick,
            int sentTick,
            MemorySegment body,
            List<Integer> aliases,
            List<Integer> leaves,
            boolean isAck) {}

    ModelServer(final RandomGenerator random) {
        this.random = random;
        for (int entity = 0; entity < ENTITIES; entity++) {
            history.add(new TreeMap<>());
            history.getLast().put(0, random.nextInt());
        }
        for (int alias = 0; alias <= ALIASES; alias++) {
            holders[alias] = new Holder();
        }
    }

    int stateAt(final int entity, final int atTick) {
        return history.get(entity).floorEntry(atTick).getValue();
    }

    /** One tick: the world changes, who is in sight changes, a snapshot may leave, flights arrive. */
    void step(final WorldView view) {
        tick++;
        for (int entity = 0; entity < ENTITIES; entity++) {
            if (random.nextInt(4) == entity % 4) {
                history.get(entity).put(tick, random.nextInt());
            }
        }
        changeSight();
        if (tick % 3 == 0) {
            send();
        }
        if (tick % 6 == 0) {
            for (int alias = view.nextMissing(0); alias >= 0; alias = view.nextMissing(alias + 1)) {
                if (!isLost()) {
                    holders[alias].ackedTick = NONE;
                    holders[alias].sinceTick = tick;
                }
            }
        }
        arrive(view);
    }

    private void changeSight() {
        if (isClean) {
            return;
        }
        final int alias = 1 + random.nextInt(ALIASES);
        final Holder holder = holders[alias];
        if (holder.entity == NONE && random.nextInt(4) == 0) {
            final int entity = random.nextInt(ENTITIES);
            for (final Holder other : holders) {
                if (other.entity == entity) {
                    return;
                }
            }
            holder.entity = entity;
            holder.sinceTick = tick;
            holder.ackedTick = NONE;
            holder.leaving = false;
        } else if (holder.entity != NONE && random.nextInt(20) == 0) {
            holder.leaving = true;
        }
    }

    private void send() {
        bytes.begin(tick, EPOCH);
        final int checked = random.nextInt(4) == 0 ? 1 + random.nextInt(ALIASES) : 0;
        if (checked != 0 && hasBase(holders[checked])) {
            final Holder holder = holders[checked];
            final int age = tick - lastInForce(holder);
            bytes.integrity(checked, age, holder.entity, stateAt(holder.entity, holder.ackedTick));
        }
        final List<Integer> aliases = new ArrayList<>();
        final List<Integer> leaves = new ArrayList<>();
        for (int alias = 1; alias <= ALIASES; alias++) {
            final Holder holder = holders[alias];
            if (holder.leaving) {
                bytes.leave(alias);
                leaves.add(alias);
            } else if (holder.entity != NONE && (isClean || random.nextInt(3) > 0)) {
                record(alias, holder);
                aliases.add(alias);
            }
        }
        final MemorySegment copy = MemorySegment.ofArray(new byte[bytes.writer.length()])
                .copyFrom(bytes.memory.asSlice(0, bytes.writer.length()));
        if (!isLost()) {
            flights.add(new Flight(tick + delay(), tick, copy, aliases, leaves, false));
        }
    }

    private void record(final int alias, final Holder holder) {
        final int state = stateAt(holder.entity, tick);
        if (hasBase(holder)) {
            bytes.delta(alias, tick - lastInForce(holder), stateAt(holder.entity, holder.ackedTick), state);
        } else {
            bytes.full(alias, holder.entity, state);
        }
    }

    private boolean hasBase(final Holder holder) {
        return holder.entity != NONE
                && !holder.leaving
                && holder.ackedTick != NONE
                && tick - lastInForce(holder) < WorldView.HISTORY_TICKS;
    }

    private int lastInForce(final Holder holder) {
        final Integer change = history.get(holder.entity).higherKey(holder.ackedTick);
        return change == null ? tick - 1 : Math.min(tick - 1, change - 1);
    }

    private void arrive(final WorldView view) {
        flights.sort(Comparator.comparingInt(Flight::arrivesTick));
        while (!flights.isEmpty() && flights.getFirst().arrivesTick() <= tick) {
            final Flight flight = flights.removeFirst();
            if (flight.isAck()) {
                onAck(flight);
            } else if (view.onSnapshot(flight.body(), 0, (int) flight.body().byteSize()) == WorldView.Outcome.TAKEN) {
                flights.add(new Flight(
                        tick + delay(), flight.sentTick(), flight.body(), flight.aliases(), flight.leaves(), true));
            } else {
                throw new AssertionError("not taken");
            }
        }
    }

    private void onAck(final Flight flight) {
        for (final int alias : flight.aliases()) {
            final Holder holder = holders[alias];
            if (holder.entity != NONE && flight.sentTick() >= holder.sinceTick) {
                holder.ackedTick = Math.max(holder.ackedTick, flight.sentTick());
            }
        }
        for (final int alias : flight.leaves()) {
            final Holder holder = holders[alias];
            if (holder.leaving && flight.sentTick() >= holder.sinceTick) {
                holder.entity = NONE;
                holder.leaving = false;
            }
        }
    }

    private boolean isLost() {
        return !isClean && random.nextInt(10) == 0;
    }

    /** Mostly a few ticks, now and then so many that bases are gone when a snapshot comes. */
    private int delay() {
        if (isClean) {
            return 2;
        }
        return random.nextInt(50) == 0 ? random.nextInt(80) : random.nextInt(8);
    }
}
