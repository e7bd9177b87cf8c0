package io.tos.engine.edge;

import io.tos.engine.edge.Players.Phase;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.protocol.ConnectionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes players' state from the maps to their saves, and finds the map that a save names. Tick thread only. */
final class SavedPlayers {
    private final CharacterSaves saves;
    private final Players players;
    private final @Nullable MapInstance[] maps;

    /** @param maps by their place; entries become null when a map stops. */
    SavedPlayers(final CharacterSaves saves, final Players players, final @Nullable MapInstance[] maps) {
        this.saves = saves;
        this.players = players;
        this.maps = maps;
    }

    /** A player is about to leave its map for good. */
    void leave(final int slot) {
        final MapInstance map = mapOf(slot);
        saves.leave(slot, map.world(), map.avatar(players.seat[slot]), map.saveKey());
    }

    /** Writes behind the worlds: in each tick a share of the players, so that all have their turn in time. */
    void saveSome(final long tick) {
        for (int slot = saves.firstDue(tick); slot < ConnectionId.SLOTS; slot += saves.dueStep()) {
            if (players.phase(slot) == Phase.IN_WORLD) {
                final MapInstance map = mapOf(slot);
                saves.save(slot, map.world(), map.avatar(players.seat[slot]), map.saveKey());
            }
        }
    }

    /** Place of the map that saves call so; -1 if it does not run. */
    int place(final int saveKey) {
        for (int place = 0; place < maps.length; place++) {
            final MapInstance map = maps[place];
            if (map != null && map.saveKey() == saveKey) {
                return place;
            }
        }
        return -1;
    }

    private MapInstance mapOf(final int slot) {
        return Objects.requireNonNull(maps[players.map[slot]], "its players left when it was stopped");
    }
}
