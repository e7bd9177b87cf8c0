package io.tos.engine.edge;

import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Roll;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.ecs.WorldHash;
import io.tos.engine.edge.input.FrameOutcome;
import io.tos.engine.edge.input.InputDoor;
import io.tos.engine.edge.replication.ReplicationConfig;
import io.tos.engine.edge.replication.Replicator;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.GameSchedule;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.interest.Concealment;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.game.spawn.Births;
import io.tos.engine.game.spawn.FreePlaces;
import io.tos.engine.game.spawn.Population;
import io.tos.engine.game.travel.Traveller;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * One map that runs: its world, the rules, and its doors. Everything that reaches the world comes through a method of
 * this class, between two ticks, so the same calls give the same world again. Tick thread only.
 */
public final class MapInstance implements AutoCloseable {
    /** Reason to leave that is no end of the session: the player went on to another map. */
    public static final int MOVED_ON = 0xFFFF;

    private static final long YAW = Roll.system("yaw at entry");

    private final MapContent content;
    private final MemorySegment name;
    private final long contentHash;
    private final int number;
    private final int saveKey;
    private final World world;
    private final Terrain terrain;
    private final Grid grid;
    private final Schedule schedule;
    private final FreePlaces entrances;
    private final Seats seats;
    private final InputDoor inputs;
    private final Replicator replicator;
    private final int creatures;
    private @Nullable WorldTap tap;

    /**
     * @param content of the map.
     * @param number of the map, as clients are told.
     * @param seed of everything random in it.
     * @param creatures how many live in it, or {@link Population#OF_CONTENT}.
     * @param clock times the systems; no system sees it.
     */
    public MapInstance(
            final MapContent content,
            final int number,
            final long seed,
            final int creatures,
            final NanoClock clock,
            final Counters counters) {
        this.content = content;
        this.number = number;
        this.saveKey = CharacterSaves.mapKey(content.id());
        final byte[] id = content.id().getBytes(StandardCharsets.UTF_8);
        name = Arena.ofAuto().allocate(id.length).copyFrom(MemorySegment.ofArray(id));
        contentHash = content.hash();
        this.creatures = creatures;
        world = World.create(
                GameComponents.GAME, new WorldConfig(content.id(), content.entitiesMax(), seed, contentHash));
        terrain = new Terrain(content);
        grid = new Grid(content.bounds(), content.entitiesMax());
        schedule = GameSchedule.of(content, terrain, grid, clock);
        Population.settle(world, content, terrain, creatures);
        entrances = new FreePlaces(content, terrain, SpawnArea.Kind.PLAYER);
        final int seatsMax = Math.min(content.entitiesMax(), ConnectionId.SLOTS);
        seats = new Seats(seatsMax);
        inputs = new InputDoor(world, seatsMax, counters);
        replicator = new Replicator(
                world,
                grid,
                new ReplicationConfig(seatsMax, SessionTerms.DEFAULT.bytesPerSecond(), Concealment.NONE),
                counters);
    }

    /** What the map is. */
    public MapContent content() {
        return content;
    }

    /** The map's number, as clients are told. */
    public int number() {
        return number;
    }

    /** What the map is called in saves. */
    int saveKey() {
        return saveKey;
    }

    /** Hash of what the map is, as clients compare it with theirs. */
    public long contentHash() {
        return contentHash;
    }

    /** Its id in UTF-8. */
    MemorySegment name() {
        return name;
    }

    /** What is in it. */
    public World world() {
        return world;
    }

    /** Its systems, with the time each took. */
    public Schedule schedule() {
        return schedule;
    }

    /** How many creatures it was asked to have, or {@link Population#OF_CONTENT}. */
    public int creatures() {
        return creatures;
    }

    /** From now on {@code listener} is told what reaches the world. */
    public void record(final WorldTap listener) {
        tap = listener;
    }

    /** Nothing more will reach the world: it is stopped between two ticks, or a tick of it {@code failed}. */
    public void end(final boolean failed) {
        if (tap != null) {
            tap.ended(failed);
            tap = null;
        }
    }

    /** How many players are in it. */
    public int players() {
        return seats.taken();
    }

    /**
     * A player enters: an avatar appears where players come in, where a portal leads, or where it was when it left.
     *
     * @param tick the one about to run.
     * @return the player's seat, or {@link Seats#NONE} if the map is full.
     */
    public int join(final Joiner who, final long tick) {
        if (tap != null) {
            tap.join(who);
        }
        if (seats.isFull()) {
            return Seats.NONE;
        }
        if (who.isReturning) {
            return seat(who, tick, terrain.clamp(who.body.x, who.body.y), who.body.yaw);
        }
        final long point = who.cause == EnterWorld.CAUSE_PORTAL
                ? terrain.clamp(Fixed.cm(who.xCm), Fixed.cm(who.yCm))
                : entrances.pick(world.seed(), tick, who.cid);
        return seat(who, tick, point, (int) Roll.bits(world.seed(), tick, YAW, who.cid, 0) & 0xFFFF);
    }

    private int seat(final Joiner who, final long tick, final long point, final int yaw) {
        final long avatar = Births.player(world, terrain, point, yaw);
        if (avatar == EntityId.NONE) {
            return Seats.NONE;
        }
        final boolean byPortal = who.cause == EnterWorld.CAUSE_PORTAL;
        Traveller.READY_TICK.set(
                world.memory(),
                world.baseOf(avatar),
                EntityId.row(avatar),
                (int) tick + (byPortal ? Traveller.PAUSE_TICKS : 0));
        if (who.isReturning) {
            who.body.restore(world, avatar);
        }
        final int seat = seats.take(avatar, who);
        inputs.open(seat, avatar, who.epoch, who.snapshotHz, tick - 1);
        return seat;
    }

    /**
     * A player leaves: the avatar is gone.
     *
     * @param reason code of the session's end, or {@link #MOVED_ON}.
     */
    public void leave(final int seat, final int reason) {
        if (tap != null) {
            tap.leave(seats.cid[seat], reason);
        }
        if (seats.viewer[seat] != Seats.NONE) {
            replicator.leave(seats.viewer[seat]);
        }
        inputs.close(seat);
        world.despawn(seats.entity[seat]);
        seats.free(seat);
    }

    /**
     * The body of an INPUT frame came from a player. The first one shows that the client took the ENTER_WORLD: from then
     * on it is told what it sees.
     *
     * @param tick the one about to run.
     */
    public FrameOutcome input(
            final int seat, final MemorySegment memory, final long at, final int length, final long tick) {
        if (tap != null) {
            tap.input(seats.cid[seat], memory, at, length);
        }
        final FrameOutcome outcome = inputs.onFrame(seat, memory, at, length, tick);
        if (outcome == FrameOutcome.TAKEN && seats.viewer[seat] == Seats.NONE) {
            seats.viewer[seat] =
                    replicator.join(seats.cid[seat], seats.entity[seat], seats.epoch[seat], seats.snapshotHz[seat]);
        }
        return outcome;
    }

    /** What became of a snapshot of a player is known. */
    public void fate(final int seat, final int snapshotId, final boolean acked) {
        if (tap != null) {
            tap.fate(seats.cid[seat], snapshotId, acked);
        }
        if (seats.viewer[seat] != Seats.NONE) {
            replicator.onFate(seats.viewer[seat], snapshotId, acked);
        }
    }

    /** A player's client lacks the base of a delta, or a hash did not match. */
    public void miss(final int seat, final int cause, final int alias) {
        if (tap != null) {
            tap.miss(seats.cid[seat], cause, alias);
        }
        if (seats.viewer[seat] != Seats.NONE) {
            replicator.onMiss(seats.viewer[seat], cause, alias);
        }
    }

    /** How a player's line is now: round trip and its variation, and how much may be sent. */
    public void path(final int seat, final int smoothedUs, final int variationUs, final int bytesPerSecond) {
        if (tap != null) {
            tap.path(seats.cid[seat], smoothedUs, variationUs, bytesPerSecond);
        }
        inputs.onPath(seat, smoothedUs, variationUs);
        if (seats.viewer[seat] != Seats.NONE) {
            replicator.onPath(seats.viewer[seat], bytesPerSecond);
        }
    }

    /**
     * Runs one tick: inputs to intents, then the rules.
     *
     * @throws io.tos.engine.ecs.SystemFailedException when a system fails: the world is torn then.
     */
    public void run(final long tick) {
        inputs.write(tick);
        schedule.run(world, tick);
        if (tap != null) {
            tap.ticked(tick, WorldHash.of(world));
        }
    }

    /** Tells players what they see after the tick that ran. */
    public void emit(final long tick, final Outbox outbox) {
        for (int seat = 0; seat < seats.end(); seat++) {
            if (seats.isTaken(seat) && seats.viewer[seat] != Seats.NONE) {
                replicator.onInput(seats.viewer[seat], (int) inputs.consumedTick(seat), inputs.leadQ8(seat));
            }
        }
        replicator.emit(tick, outbox);
    }

    /** The portal a player stands in and may take, by its place in the map's list; -1 for none. */
    int portal(final int seat) {
        final long avatar = seats.entity[seat];
        return Traveller.PORTAL.get(world.memory(), world.baseOf(avatar), EntityId.row(avatar)) - 1;
    }

    /** The session in a seat. */
    int cid(final int seat) {
        return seats.cid[seat];
    }

    /** The avatar in a seat. */
    long avatar(final int seat) {
        return seats.entity[seat];
    }

    /** Which ENTER_WORLD brought the player into a seat. */
    int epoch(final int seat) {
        return seats.epoch[seat];
    }

    /** Whether a seat is taken. */
    boolean isTaken(final int seat) {
        return seats.isTaken(seat);
    }

    /** One past the last seat ever taken. */
    int seatEnd() {
        return seats.end();
    }

    /** Frees all its memory. */
    @Override
    public void close() {
        replicator.close();
        inputs.close();
        grid.close();
        world.close();
    }

    /** Place in a list of the map with this id; -1 if it does not run. */
    static int placeOf(final @Nullable MapInstance[] maps, final String id) {
        for (int place = 0; place < maps.length; place++) {
            final MapInstance map = maps[place];
            if (map != null && map.content().id().equals(id)) {
                return place;
            }
        }
        return -1;
    }
}
