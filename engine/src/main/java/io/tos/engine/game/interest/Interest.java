package io.tos.engine.game.interest;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Layout;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.place.Found;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Nearby;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Decides which entities each viewer sees. A viewer looks around five times a second, and soon after it crossed into
 * another square of the map, at most once in {@link #APART_TICKS}. Who is within {@link SightRange#enter} comes into sight; who
 * is a tenth beyond and came half a second ago or more, is lost; who is gone or hidden is lost at once. At most
 * {@link #ENTERS_MAX} come at one look, nearest first as a share of their range, the others at the next ones. At most
 * {@link #VISIBLE_MAX} are seen; the furthest of a full set give way to who is clearly nearer. Tick thread only;
 * allocates nothing; no part of the world's state. {@link #sights()} holds the outcome.
 */
public final class Interest implements AutoCloseable {
    /** Ticks between two looks of a viewer that moves little: 5 Hz. */
    public static final int PERIOD_TICKS = 12;

    /** Least ticks between two looks. */
    public static final int APART_TICKS = 3;

    /** Least ticks in sight, unless gone or hidden. */
    public static final int DWELL_TICKS = 30;

    /** Most that come into sight at one look. */
    public static final int ENTERS_MAX = 20;

    /** Most in sight of one viewer. */
    public static final int VISIBLE_MAX = 200;

    /** Ticks between two searches for somebody nearer while the set is full. */
    public static final int FULL_PERIOD_TICKS = 60;

    private static final int SWAPS_MAX = 4;

    /** With more slots than this waiting for release nobody gives way: slots for those who come must not run out. */
    private static final int WAITING_MAX = 24;

    private static final int SQUARE_SHIFT = 21;
    private static final int LOOKED_INTS = 4;
    private static final int TICK = 0;
    private static final int SQUARE = 1;
    private static final int FLAGS = 2;
    private static final int OWN = 3;
    private static final int FLAG_LOOKED = 1;
    private static final int FLAG_MORE = 2;

    private final World world;
    private final MemorySegment columns;
    private final Nearby nearby;
    private final Concealment concealment;
    private final Sights sights;
    private final Found found;
    private final int[] marks;
    /** Of each viewer's last look: tick, square of the map, flags. Apart from the sights, because all are asked each turn. */
    private final int[] looked;

    private final Newcomers newcomers = new Newcomers(ENTERS_MAX);
    private final Newcomers furthest = new Newcomers(SWAPS_MAX);
    private int mark;
    private int widest;
    private int inReach;
    private long capped;
    private long starved;

    /**
     * @param grid of the world, updated before each tick's looks.
     * @param viewersMax viewers are numbered from 0 to one less.
     */
    public Interest(final World world, final Grid grid, final int viewersMax, final Concealment concealment) {
        this.world = world;
        this.columns = world.memory();
        this.nearby = new Nearby(grid);
        this.concealment = concealment;
        this.sights = new Sights(world.config().name(), viewersMax);
        this.found = new Found(world.config().entitiesMax());
        this.looked = new int[LOOKED_INTS * viewersMax];
        this.marks = new int[world.config().entitiesMax() + 1];
    }

    /** What was decided. */
    public Sights sights() {
        return sights;
    }

    /** Gives a viewer number to an entity; nothing is in its sight. */
    public void open(final int viewer, final long own) {
        sights.open(viewer, own);
        looked[viewer * LOOKED_INTS + FLAGS] = 0;
        looked[viewer * LOOKED_INTS + OWN] = EntityId.index(own);
    }

    /** Call once per tick before the looks: which sorts exist decides how far they reach. */
    public void begin() {
        int sorts = 0;
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int row = 0; row < Layout.ROWS_PER_CHUNK; row++) {
                sorts |= 1 << Kind.sort(Identity.KIND.get(columns, base, row));
            }
        }
        widest = SightRange.widest(sorts);
    }

    /** Whether the viewer should {@link #look} in this tick. */
    public boolean isDue(final int viewer, final long tick) {
        final int at = viewer * LOOKED_INTS;
        final int flags = looked[at + FLAGS];
        if ((tick - viewer) % PERIOD_TICKS == 0 || flags == 0) {
            return true;
        }
        if ((int) tick - looked[at + TICK] < APART_TICKS) {
            return false;
        }
        return (flags & FLAG_MORE) != 0 || squareOf(looked[at + OWN]) != looked[at + SQUARE];
    }

    /** Makes a viewer's set what it should be. A viewer whose own entity is gone keeps what it has. */
    public void look(final int viewer, final long tick) {
        final long own = sights.own(viewer);
        sights.begin(viewer);
        if (!world.isAlive(own)) {
            return;
        }
        final int now = (int) tick;
        mark();
        final boolean wasFull = sights.count(viewer) >= VISIBLE_MAX;
        loseWhoIsFar(viewer, EntityId.index(own), now, wasFull);
        final boolean full = sights.count(viewer) >= VISIBLE_MAX;
        boolean more = false;
        if (!full || now - sights.searchedTick(viewer) >= FULL_PERIOD_TICKS) {
            sights.searchedTick(viewer, now);
            search(EntityId.index(own));
            if (full) {
                swap(viewer, now);
            } else {
                more = !admit(viewer, now);
            }
        }
        final int at = viewer * LOOKED_INTS;
        looked[at + TICK] = now;
        looked[at + SQUARE] = squareOf(looked[at + OWN]);
        looked[at + FLAGS] = more ? FLAG_LOOKED | FLAG_MORE : FLAG_LOOKED;
    }

    /** Looks, ever, at which more wanted to come than may at once. */
    public long capped() {
        return capped;
    }

    /** Looks, ever, at which somebody found no slot though fewer than {@link #VISIBLE_MAX} were in sight. */
    public long starved() {
        return starved;
    }

    /** Frees its memory. */
    @Override
    public void close() {
        sights.close();
    }

    private void loseWhoIsFar(final int viewer, final int own, final int tick, final boolean full) {
        furthest.clear();
        final int x = x(own);
        final int y = y(own);
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long slots = sights.visible(viewer, index); slots != 0; slots &= slots - 1) {
                final int slot = SlotSet.slot(index, slots);
                final int entity = sights.entity(viewer, slot);
                if (netId(entity) != sights.netId(viewer, slot) || concealment.hides(own, entity)) {
                    sights.lose(viewer, slot);
                    continue;
                }
                final long distance = distanceSquare(x, y, entity);
                final int sort = sort(entity);
                final boolean mayGo = tick - sights.sinceTick(viewer, slot) >= DWELL_TICKS;
                if (mayGo && distance > SightRange.leaveSquare(sort)) {
                    sights.lose(viewer, slot);
                    continue;
                }
                marks[entity] = mark;
                if (full && mayGo) {
                    furthest.offer(-rank(distance, sort), slot);
                }
            }
        }
    }

    private void search(final int own) {
        newcomers.clear();
        inReach = 0;
        nearby.radius(x(own), y(own), widest, found);
        for (int place = 0, count = found.count(); place < count; place++) {
            final int entity = found.index(place);
            if (marks[entity] == mark || entity == own) {
                continue;
            }
            final int sort = sort(entity);
            final long distance = found.measure(place);
            if (distance > SightRange.enterSquare(sort) || netId(entity) == 0 || concealment.hides(own, entity)) {
                continue;
            }
            inReach++;
            newcomers.offer(rank(distance, sort), entity);
        }
    }

    /** Lets the nearest in. False if somebody has to wait for the next look, though not for a place. */
    private boolean admit(final int viewer, final int tick) {
        final int room = Math.min(newcomers.count(), VISIBLE_MAX - sights.count(viewer));
        int done = 0;
        while (done < room && enter(viewer, done, tick)) {
            done++;
        }
        if (done < room) {
            starved++;
        } else if (done < inReach) {
            capped++;
        }
        return done == inReach || sights.count(viewer) >= VISIBLE_MAX;
    }

    /** Who is nearer by an eighth of the range takes the place of one of the furthest. */
    private void swap(final int viewer, final int tick) {
        for (int turn = 0; turn < newcomers.count() && turn < furthest.count(); turn++) {
            final boolean nearer = newcomers.rank(turn) * 4 < -furthest.rank(turn) * 3;
            if (!nearer || sights.waitingCount(viewer) >= WAITING_MAX) {
                return;
            }
            sights.lose(viewer, furthest.index(turn));
            enter(viewer, turn, tick);
        }
    }

    private boolean enter(final int viewer, final int newcomer, final int tick) {
        final int entity = newcomers.index(newcomer);
        return sights.take(viewer, entity, netId(entity), tick);
    }

    private void mark() {
        mark++;
        if (mark == 0) {
            Arrays.fill(marks, 0);
            mark = 1;
        }
    }

    /** How far away as a share of the range, squared: 2^20 at its edge. */
    private static long rank(final long distanceSquare, final int sort) {
        return distanceSquare / (SightRange.enterSquare(sort) >>> 20);
    }

    private long distanceSquare(final int x, final int y, final int entity) {
        final long deltaX = (long) x(entity) - x;
        final long deltaY = (long) y(entity) - y;
        return deltaX * deltaX + deltaY * deltaY;
    }

    private int squareOf(final int entity) {
        return ((x(entity) >> SQUARE_SHIFT) << 16) ^ ((y(entity) >> SQUARE_SHIFT) & 0xFFFF);
    }

    private int x(final int entity) {
        return Position.X.get(columns, world.chunkBase(EntityId.chunk(entity)), EntityId.row(entity));
    }

    private int y(final int entity) {
        return Position.Y.get(columns, world.chunkBase(EntityId.chunk(entity)), EntityId.row(entity));
    }

    private int sort(final int entity) {
        return Kind.sort(Identity.KIND.get(columns, world.chunkBase(EntityId.chunk(entity)), EntityId.row(entity)));
    }

    private int netId(final int entity) {
        return Identity.NET_ID.get(columns, world.chunkBase(EntityId.chunk(entity)), EntityId.row(entity));
    }
}
