package io.tos.engine.edge;

import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.spawn.Population;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Maps we ship, running, with players whose frames a test writes; no network, no clock. */
public final class WorldsRig implements AutoCloseable {
    /** What we ship. */
    public static final Content CONTENT = Content.load(Path.of("content"));

    /** Where what leaves the worlds ends up. */
    public final Post post = new Post();
    /** What was counted. */
    public final Counters counters = new Counters(Arena.ofAuto().allocate(Counters.BLOCK_BYTES, 64), 0);
    /** Where characters are kept. */
    public final InstantStore store = new InstantStore();
    /** The worlds. */
    public final Worlds worlds;
    /** To fill and send. */
    public final InputFrame frame = new InputFrame();
    /** The last tick that ran. */
    public long tick;

    private static final int SAVE_TICKS = 10;

    private final MemorySegment scratch = Arena.ofAuto().allocate(InputFrame.LENGTH_MAX, 8);

    /** Runs these maps, the first is where players come in; all from one seed. */
    public WorldsRig(final long seed, final String... ids) {
        final List<MapInstance> maps = new ArrayList<>();
        for (final String id : ids) {
            final MapContent map = CONTENT.map(id);
            maps.add(new MapInstance(
                    map, CONTENT.maps().indexOf(map), seed + maps.size(), Population.OF_CONTENT, () -> 0, counters));
        }
        worlds = new Worlds(
                maps, 0, new CharacterSaves(store.desk(counters), SAVE_TICKS), post, counters, failure -> {});
        worlds.begin(1);
    }

    /** A session's number, as a first tenant of a slot has it. */
    public static int cid(final int slot) {
        return ConnectionId.of(slot, 7);
    }

    /** A player in this slot connects and has a place. */
    public int join(final int slot) {
        final int cid = cid(slot);
        worlds.onOpened(cid, 1_000 + slot, 2_000 + slot, 60, 20);
        worlds.onAdmitted(cid);
        store.answer(worlds);
        return cid;
    }

    /** Runs ticks. */
    public void run(final int ticks) {
        for (int index = 0; index < ticks; index++) {
            tick++;
            worlds.run();
            store.answer(worlds);
            worlds.begin(tick + 1);
        }
    }

    /** Sends what {@link #frame} holds. */
    public void send(final int cid) {
        final int length = frame.write(scratch, 0);
        worlds.onInput(cid, scratch, 0, length);
    }

    /** Sends one input of one tick. */
    public void input(
            final int cid, final long forTick, final int directionX, final int directionY, final int buttons) {
        frame.clear((int) forTick, epoch(cid), 0);
        frame.add(directionX, directionY, 0, buttons);
        send(cid);
    }

    /** The map a player is in. */
    public MapInstance mapOf(final int cid) {
        for (int place = 0; place < worlds.mapCount(); place++) {
            final MapInstance map = worlds.map(place);
            if (map != null && seat(map, cid) >= 0) {
                return map;
            }
        }
        throw new AssertionError("session " + cid + " is in no map");
    }

    /** A player's avatar. */
    public long avatar(final int cid) {
        final MapInstance map = mapOf(cid);
        return map.avatar(seat(map, cid));
    }

    /** Which ENTER_WORLD brought a player where it is. */
    public int epoch(final int cid) {
        final MapInstance map = mapOf(cid);
        return map.epoch(seat(map, cid));
    }

    /** Where a player stands: east. */
    public int x(final int cid) {
        final long avatar = avatar(cid);
        return Position.X.get(mapOf(cid).world().memory(), mapOf(cid).world().baseOf(avatar), EntityId.row(avatar));
    }

    /** Puts a player somewhere. */
    public void place(final int cid, final int x, final int y) {
        final MapInstance map = mapOf(cid);
        final long avatar = avatar(cid);
        final long base = map.world().baseOf(avatar);
        Position.X.set(map.world().memory(), base, EntityId.row(avatar), x);
        Position.Y.set(map.world().memory(), base, EntityId.row(avatar), y);
    }

    /** What a counter says. */
    public long count(final Counter counter) {
        return counters.value(counter);
    }

    @Override
    public void close() {
        worlds.close();
        store.close();
    }

    private static int seat(final MapInstance map, final int cid) {
        for (int seat = 0; seat < map.seatEnd(); seat++) {
            if (map.isTaken(seat) && map.cid(seat) == cid) {
                return seat;
            }
        }
        return -1;
    }
}
