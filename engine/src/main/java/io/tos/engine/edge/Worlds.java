package io.tos.engine.edge;

import io.tos.engine.content.Portal;
import io.tos.engine.ecs.SystemFailedException;
import io.tos.engine.edge.Players.Phase;
import io.tos.engine.edge.input.FrameOutcome;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.LeaveWorld;
import io.tos.engine.protocol.SessionPhase;
import io.tos.engine.store.LoadFailure;
import io.tos.engine.store.LoadedCharacter;
import io.tos.engine.store.StoreAnswers;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All maps that run in this process and the players between them: takes what the network wrote down to the map it
 * concerns, and runs the maps in order. Tick thread only.
 */
public final class Worlds implements StoreAnswers, AutoCloseable {
    private final @Nullable MapInstance[] maps;
    private final int start;
    private final Players players = new Players();
    private final CharacterSaves saves;
    private final SavedPlayers savedPlayers;
    private final Outbox outbox;
    private final Counters counters;
    private final Consumer<SystemFailedException> onMapStopped;
    private final WorldMessages messages = new WorldMessages();
    private final Joiner joiner = new Joiner();
    private final IntArrayList waiting = new IntArrayList();
    private long tick;

    /**
     * @param maps that run, in order; closed by this.
     * @param start place in the list of the map where players come in.
     * @param saves of the characters; closed by this.
     * @param onMapStopped told when a system of a map failed and other maps go on.
     */
    public Worlds(
            final List<MapInstance> maps,
            final int start,
            final CharacterSaves saves,
            final Outbox outbox,
            final Counters counters,
            final Consumer<SystemFailedException> onMapStopped) {
        this.maps = maps.toArray(new MapInstance[0]);
        this.start = start;
        this.saves = saves;
        this.savedPlayers = new SavedPlayers(saves, players, this.maps);
        this.outbox = outbox;
        this.counters = counters;
        this.onMapStopped = onMapStopped;
    }

    /** What the peer of a session may send now. */
    public SessionPhase sessionPhase(final int cid) {
        return players.playing(cid) >= 0 ? SessionPhase.WORLD : SessionPhase.LOBBY;
    }

    /** Whether a session left a world less than 5 s ago, so that messages for it may still come. */
    public boolean hasJustLeft(final int cid) {
        final int slot = players.slot(cid);
        return slot >= 0 && players.hasJustLeft(slot, tick);
    }

    /** What arrives from now on arrives before this tick. Who stands in a portal goes on to another map. */
    public void begin(final long nextTick) {
        tick = nextTick;
        saves.retry();
        for (final MapInstance map : maps) {
            if (map != null && !map.content().portals().isEmpty()) {
                takePortals(map);
            }
        }
        for (int index = waiting.size() - 1; index >= 0; index--) {
            final int slot = waiting.getInt(index);
            if (isSettled(slot)) {
                waiting.removeAt(index);
            }
        }
    }

    /** A session's peer has proven its keys. */
    public void onOpened(
            final int cid, final long accountId, final long characterId, final int inputHz, final int snapshotHz) {
        final int slot = players.open(cid);
        players.accountId[slot] = accountId;
        players.characterId[slot] = characterId;
        players.inputHz[slot] = (byte) inputHz;
        players.snapshotHz[slot] = (byte) snapshotHz;
        saves.open(slot, accountId, characterId);
    }

    /** What a session's character is called: UTF-8, padded with zeros to 176 bytes. */
    public void onNamed(final int cid, final MemorySegment memory, final long at) {
        final int slot = players.slot(cid);
        if (slot >= 0) {
            saves.name(slot, memory, at);
        }
    }

    /** A session has a place: its player's character is loaded. */
    public void onAdmitted(final int cid) {
        final int slot = players.slot(cid);
        if (slot >= 0 && players.phase(slot) == Phase.OPENED) {
            players.phase(slot, Phase.LOADING);
            await(slot);
        }
    }

    /** A session's character is here: it enters the map it left, or the start map. */
    @Override
    public void onLoaded(final LoadedCharacter character) {
        final int slot = players.slot((int) character.asker);
        if (slot >= 0 && players.phase(slot) == Phase.LOADING) {
            final boolean wasSaved = saves.take(slot, character);
            final int map = wasSaved ? savedPlayers.place(character.position.map) : -1;
            players.isReturning[slot] = map >= 0;
            send(slot, map >= 0 ? map : start, EnterWorld.CAUSE_JOIN);
        }
    }

    /** A session's character cannot be had: the session ends. */
    @Override
    public void onLoadFailed(final long asker, final LoadFailure failure) {
        final int slot = players.slot((int) asker);
        if (slot >= 0 && players.phase(slot) == Phase.LOADING) {
            end(slot, failure == LoadFailure.OTHER_ACCOUNT ? CloseReason.PROTOCOL : CloseReason.DRAINING);
        }
    }

    /** A session is over for this reason, a code: its player is gone. */
    public void onClosed(final int cid, final int reason) {
        final int slot = players.slot(cid);
        if (slot >= 0) {
            leaveMap(slot, reason);
            saves.release(slot);
            players.phase(slot, Phase.NONE);
        }
    }

    /** The body of an INPUT frame came. */
    public void onInput(final int cid, final MemorySegment memory, final long at, final int length) {
        final int slot = players.playing(cid);
        if (slot < 0) {
            counters.increment(Counter.FRAMES_BEFORE_WORLD);
            return;
        }
        final FrameOutcome outcome = mapOf(slot).input(players.seat[slot], memory, at, length, tick);
        if (outcome == FrameOutcome.MALFORMED) {
            end(slot, CloseReason.PROTOCOL);
        }
    }

    /** A client lacks the base of a delta, or a hash did not match. */
    public void onMiss(final int cid, final int cause, final int alias) {
        final int slot = players.playing(cid);
        if (slot >= 0) {
            mapOf(slot).miss(players.seat[slot], cause, alias);
        }
    }

    /** What became of a snapshot is known. */
    public void onFate(final int cid, final int snapshotId, final boolean acked) {
        final int slot = players.playing(cid);
        if (slot >= 0) {
            mapOf(slot).fate(players.seat[slot], snapshotId, acked);
        }
    }

    /** How a session's line is now. */
    public void onPath(final int cid, final int smoothedUs, final int variationUs, final int bytesPerSecond) {
        final int slot = players.playing(cid);
        if (slot >= 0) {
            mapOf(slot).path(players.seat[slot], smoothedUs, variationUs, bytesPerSecond);
        }
    }

    /**
     * Runs the tick in all maps. A map whose system fails is stopped, its players' sessions end.
     *
     * @throws SystemFailedException when no map is left.
     */
    public void run() {
        int inWorld = 0;
        for (int index = 0; index < maps.length; index++) {
            final MapInstance map = maps[index];
            if (map != null) {
                try {
                    map.run(tick);
                    map.emit(tick, outbox);
                    inWorld += map.players();
                } catch (final SystemFailedException failure) {
                    stop(index, map, failure);
                }
            }
        }
        counters.set(Counter.PLAYERS_IN_WORLD, inWorld);
        savedPlayers.saveSome(tick);
    }

    /** The server stops: everybody's last state is handed to the store. Call {@link #sayLast} until nothing is left. */
    public void leaveAll() {
        for (int slot = 0; slot < ConnectionId.SLOTS; slot++) {
            if (players.phase(slot) == Phase.IN_WORLD) {
                leaveMap(slot, CloseReason.SHUTDOWN.code());
                players.phase(slot, Phase.LEAVING);
            }
        }
    }

    /** Says again what found no room on the way to the store; returns of how many that is still to be said. */
    public int sayLast() {
        return saves.retry();
    }

    /** No tick follows: recordings end here. */
    public void end() {
        for (final MapInstance map : maps) {
            if (map != null) {
                map.end(false);
            }
        }
    }

    /** The maps that run, by their place in the list; a stopped one is null. */
    public @Nullable MapInstance map(final int place) {
        return maps[place];
    }

    /** How many maps there are, stopped ones too. */
    public int mapCount() {
        return maps.length;
    }

    @Override
    public void close() {
        saves.close();
        for (final MapInstance map : maps) {
            if (map != null) {
                map.close();
            }
        }
    }

    /** Sends a player to a map, now or as soon as it can be told. */
    private void send(final int slot, final int map, final int cause) {
        players.phase(slot, Phase.ADMITTED);
        players.map[slot] = map;
        players.cause[slot] = (byte) cause;
        players.isTold[slot] = false;
        await(slot);
    }

    private void takePortals(final MapInstance map) {
        for (int seat = 0; seat < map.seatEnd(); seat++) {
            if (map.isTaken(seat) && map.portal(seat) >= 0) {
                final Portal portal = map.content().portals().get(map.portal(seat));
                final int target = MapInstance.placeOf(maps, portal.map());
                final int slot = players.slot(map.cid(seat));
                if (target >= 0 && players.isTold[slot]) {
                    goThrough(slot, map, portal, target);
                }
            }
        }
    }

    /** While the road is full the player stays; the portal does not go away. */
    private void goThrough(final int slot, final MapInstance map, final Portal portal, final int target) {
        final int cid = players.cid(slot);
        if (messages.leave(outbox, cid, map.epoch(players.seat[slot]), LeaveWorld.CAUSE_MOVING)) {
            counters.increment(Counter.PORTALS_TAKEN);
            map.leave(players.seat[slot], MapInstance.MOVED_ON);
            players.onLeft(slot, tick);
            players.xCm[slot] = portal.to().xCm();
            players.yCm[slot] = portal.to().yCm();
            send(slot, target, EnterWorld.CAUSE_PORTAL);
        }
    }

    /** Ends a player's session. */
    private void end(final int slot, final CloseReason reason) {
        leaveMap(slot, reason.code());
        saves.release(slot);
        players.phase(slot, Phase.LEAVING);
        players.reason[slot] = reason;
        players.isTold[slot] = false;
        await(slot);
    }

    private void await(final int slot) {
        if (!isSettled(slot)) {
            waiting.addInt(slot);
        }
    }

    /** Does for a player what is due and can be done now; false if it must be tried again. */
    private boolean isSettled(final int slot) {
        return switch (players.phase(slot)) {
            case LOADING -> askFor(slot);
            case ADMITTED -> enterMap(slot);
            case IN_WORLD -> players.isCounted[slot] || tellEntered(slot);
            case LEAVING -> players.isTold[slot] || tellEnd(slot);
            default -> true;
        };
    }

    /** Asks for a player's character; who plays it already is signed in elsewhere, and its last state is saved first. */
    private boolean askFor(final int slot) {
        final int other = saves.otherHolder(slot);
        if (other >= 0 && !saves.isLeaving(other)) {
            end(other, CloseReason.DUPLICATE_LOGIN);
        }
        return saves.otherHolder(slot) < 0 && saves.load(slot, players.cid(slot));
    }

    private boolean enterMap(final int slot) {
        final MapInstance map = maps[players.map[slot]];
        if (map == null) {
            end(slot, CloseReason.MAP_STOPPED);
            return true;
        }
        players.epoch[slot]++;
        players.describe(slot, joiner);
        saves.lastSaved(slot, joiner.body);
        final int seat = map.join(joiner, tick);
        if (seat == Seats.NONE) {
            end(slot, CloseReason.FULL);
            return true;
        }
        players.seat[slot] = seat;
        players.isCounted[slot] = false;
        players.journal[slot] = 0;
        players.phase(slot, Phase.IN_WORLD);
        counters.increment(Counter.WORLD_ENTRIES);
        return tellEntered(slot);
    }

    /** The entry goes into the journal first, and is told when it is durable. */
    private boolean tellEntered(final int slot) {
        if (players.journal[slot] == 0) {
            players.journal[slot] = saves.entered(slot);
        }
        if (!players.isTold[slot]) {
            players.isTold[slot] = players.journal[slot] != 0
                    && messages.enter(
                            outbox, mapOf(slot), players.seat[slot], players.cause[slot], players.journal[slot]);
        }
        players.isCounted[slot] = players.isTold[slot] && outbox.entered(players.cid(slot));
        return players.isCounted[slot];
    }

    private boolean tellEnd(final int slot) {
        players.isTold[slot] = outbox.close(players.cid(slot), players.reason[slot]);
        return players.isTold[slot];
    }

    private void leaveMap(final int slot, final int reason) {
        if (players.phase(slot) == Phase.IN_WORLD) {
            savedPlayers.leave(slot);
            mapOf(slot).leave(players.seat[slot], reason);
        }
    }

    private MapInstance mapOf(final int slot) {
        return Objects.requireNonNull(maps[players.map[slot]], "its players left when it was stopped");
    }

    private void stop(final int index, final MapInstance map, final SystemFailedException failure) {
        counters.increment(Counter.MAPS_STOPPED);
        map.end(true);
        for (int seat = 0; seat < map.seatEnd(); seat++) {
            if (map.isTaken(seat)) {
                final int slot = players.slot(map.cid(seat));
                players.phase(slot, Phase.LEAVING);
                end(slot, CloseReason.MAP_STOPPED);
            }
        }
        map.close();
        maps[index] = null;
        for (final MapInstance other : maps) {
            if (other != null) {
                onMapStopped.accept(failure);
                return;
            }
        }
        throw failure;
    }
}
