package io.tos.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.edge.saving.Body;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.game.core.Health;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.SessionPhase;
import io.tos.engine.store.LoadRequest;
import io.tos.engine.store.LoadedCharacter;
import io.tos.engine.telemetry.Counter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Characters come from the store, are written behind the world, and are the same when they come again. */
final class WorldsSavingTest {
    private static final int METRE = 1 << 16;

    private final WorldsRig rig = new WorldsRig(41, "starter_town", "hollow_road");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldEnterOnlyWhenItsCharacterIsHere() {
        rig.store.isStuck = true;
        final int cid = rig.join(5);
        rig.run(30);
        assertEquals(SessionPhase.LOBBY, rig.worlds.sessionPhase(cid));
        assertEquals(List.of(), rig.post.letters);
        rig.store.isStuck = false;
        rig.run(2);
        assertEquals(SessionPhase.WORLD, rig.worlds.sessionPhase(cid));
        assertEquals(List.of(1L), rig.post.gates, "told when the entry is durable");
    }

    @Test
    void shouldStandWhereItStoodWhenItComesAgain() {
        final int cid = rig.join(5);
        rig.place(cid, 130 * METRE, 131 * METRE);
        setHealth(cid, 77);
        rig.run(1);
        final Body before = body(cid);
        rig.worlds.onClosed(cid, 0);
        rig.run(1);
        final int again = rig.join(5);
        final Body after = body(again);
        assertEquals(List.of(before.x, before.y, before.yaw), List.of(after.x, after.y, after.yaw));
        assertEquals(77, after.health);
        assertEquals(List.of(1L, 2L), rig.post.gates);
    }

    @Test
    void shouldKeepWhatWasWrittenBehindWhenTheProcessIsKilled() {
        final int cid = rig.join(5);
        rig.run(11);
        rig.place(cid, 130 * METRE, 131 * METRE);
        rig.run(11);
        final Body now = body(cid);
        assertEquals(now.x, kept(2_005).position.x);
        assertEquals(CharacterSaves.mapKey("starter_town"), kept(2_005).position.map);
    }

    @Test
    void shouldWriteNothingWhenNothingChanges() {
        rig.join(5);
        rig.run(25);
        final long version = kept(2_005).position.key.version;
        rig.run(50);
        assertEquals(version, kept(2_005).position.key.version);
        assertTrue(version > 0);
    }

    @Test
    void shouldTakeTheCharacterOverWhenItsAccountComesInAgain() {
        final int first = rig.join(5);
        rig.place(first, 130 * METRE, 131 * METRE);
        rig.run(1);
        final Body before = body(first);
        final int second = WorldsRig.cid(6);
        rig.worlds.onOpened(second, 1_005, 2_005, 60, 20);
        rig.worlds.onAdmitted(second);
        rig.run(2);
        assertEquals(List.of(new Post.End(first, CloseReason.DUPLICATE_LOGIN)), rig.post.ends);
        assertEquals(SessionPhase.LOBBY, rig.worlds.sessionPhase(first));
        assertEquals(before.x, body(second).x);
        rig.worlds.onClosed(first, 0);
        rig.run(20);
        assertEquals(1, rig.count(Counter.PLAYERS_IN_WORLD));
        assertEquals(before.x, kept(2_005).position.x);
    }

    @Test
    void shouldComeBackOnTheSameSlotWhenItsLastStateHadToWait() {
        final int cid = rig.join(5);
        rig.place(cid, 130 * METRE, 131 * METRE);
        rig.run(1);
        final Body before = body(cid);
        rig.store.isStuck = true;
        rig.store.fillSaves();
        rig.worlds.onClosed(cid, 0);
        assertEquals(1, rig.worlds.sayLast());
        rig.worlds.onOpened(cid, 1_005, 2_005, 60, 20);
        rig.worlds.onAdmitted(cid);
        rig.run(5);
        assertEquals(SessionPhase.LOBBY, rig.worlds.sessionPhase(cid));
        rig.store.isStuck = false;
        rig.run(5);
        assertEquals(before.x, body(cid).x);
    }

    @Test
    void shouldEndTheSessionWhenTheCharacterIsAnotherAccounts() {
        rig.worlds.onClosed(rig.join(5), 0);
        final int thief = WorldsRig.cid(6);
        rig.worlds.onOpened(thief, 1_006, 2_005, 60, 20);
        rig.worlds.onAdmitted(thief);
        rig.run(2);
        assertEquals(List.of(new Post.End(thief, CloseReason.PROTOCOL)), rig.post.ends);
    }

    @Test
    void shouldIgnoreTheAnswerWhenTheSessionIsGone() {
        rig.store.isStuck = true;
        final int cid = rig.join(5);
        rig.worlds.onClosed(cid, 0);
        rig.store.isStuck = false;
        rig.run(3);
        assertEquals(0, rig.count(Counter.PLAYERS_IN_WORLD));
        assertEquals(SessionPhase.WORLD, rig.worlds.sessionPhase(rig.join(5)));
    }

    @Test
    void shouldSaveEverybodyWhenTheServerStops() {
        for (int slot = 0; slot < 20; slot++) {
            rig.place(rig.join(slot), (100 + slot) * METRE, 131 * METRE);
        }
        rig.worlds.leaveAll();
        assertEquals(0, rig.worlds.sayLast());
        rig.store.answer(rig.worlds);
        for (int slot = 0; slot < 20; slot++) {
            assertEquals((100 + slot) * METRE, kept(2_000 + slot).position.x);
        }
    }

    private void setHealth(final int cid, final int points) {
        final var world = rig.mapOf(cid).world();
        final long avatar = rig.avatar(cid);
        Health.POINTS.set(world.memory(), world.baseOf(avatar), EntityId.row(avatar), points);
    }

    private Body body(final int cid) {
        final Body body = new Body();
        body.read(rig.mapOf(cid).world(), rig.avatar(cid), 0);
        return body;
    }

    /** What a stranger to the worlds finds in the store. */
    private LoadedCharacter kept(final long characterId) {
        try (Region memory = Region.shared("answer", 64 * 1024, 64)) {
            final LoadRequest request = new LoadRequest();
            request.accountId = characterId - 1_000;
            request.characterId = characterId;
            final LoadedCharacter found = new LoadedCharacter();
            found.place(memory.memory(), 0);
            rig.store.kept.load(request, found);
            return found;
        }
    }
}
