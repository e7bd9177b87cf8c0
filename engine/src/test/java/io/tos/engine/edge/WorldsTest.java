package io.tos.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.SystemFailedException;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.npc.Mind;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.LeaveWorld;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.SessionPhase;
import io.tos.engine.telemetry.Counter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Players come into maps and leave them. */
final class WorldsTest {
    private final WorldsRig rig = new WorldsRig(41, "starter_town", "hollow_road");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTellWhereItStandsWhenAPlayerEnters() {
        final int cid = rig.join(5);

        assertEquals(List.of(cid), rig.post.entered, "from now on it must play");
        final Post.Letter letter = rig.post.letters.getFirst();
        final EnterWorld enter = new EnterWorld();
        assertEquals(MessageType.ENTER_WORLD, letter.type());
        assertTrue(enter.wrap(letter.payload(), 0, (int) letter.payload().byteSize()));
        final World world = rig.mapOf(cid).world();
        final long avatar = rig.avatar(cid);
        final long base = world.baseOf(avatar);
        assertEquals(1, enter.epoch());
        assertEquals(EnterWorld.CAUSE_JOIN, enter.cause());
        assertEquals(0, enter.tick());
        assertEquals(Identity.NET_ID.get(world.memory(), base, EntityId.row(avatar)), enter.netId());
        assertEquals(Position.X.get(world.memory(), base, EntityId.row(avatar)), enter.x());
        assertEquals(WorldsRig.CONTENT.map("starter_town").hash(), enter.contentHash());
        assertEquals(SessionPhase.WORLD, rig.worlds.sessionPhase(cid));
        final int xCm = (int) (((long) enter.x() * 100) >> 16);
        assertTrue(xCm >= 12_200 && xCm <= 13_400, "in the market: " + xCm);
    }

    @Test
    void shouldTakeTheAvatarAwayWhenTheSessionIsOver() {
        final int cid = rig.join(5);
        final World world = rig.mapOf(cid).world();
        final int before = world.alive();
        rig.run(10);

        rig.worlds.onClosed(cid, 0);

        assertEquals(before - 1, world.alive());
        assertEquals(SessionPhase.LOBBY, rig.worlds.sessionPhase(cid));
        rig.run(1);
        assertEquals(0, rig.count(Counter.PLAYERS_IN_WORLD));
        assertEquals(cid, rig.join(5), "the slot can be used again");
        rig.run(1);
        assertEquals(1, rig.count(Counter.PLAYERS_IN_WORLD));
    }

    @Test
    void shouldTellAgainUntilThereIsRoomWhenTheRoadWasFull() {
        rig.post.isFull = true;
        final int cid = rig.join(9);
        rig.run(3);
        assertEquals(List.of(), rig.post.letters);
        rig.post.isFull = false;

        rig.run(3);

        assertEquals(1, rig.post.letters.size());
        final EnterWorld enter = new EnterWorld();
        enter.wrap(rig.post.letters.getFirst().payload(), 0, (int)
                rig.post.letters.getFirst().payload().byteSize());
        assertEquals(4, enter.tick(), "as it stands when it is told");
        assertEquals(List.of(cid), rig.post.entered, "once");
    }

    /** A client must not take a snapshot before it knows the world: its first input shows that it does. */
    @Test
    void shouldSendNoSnapshotBeforeTheFirstInputOfTheEpochCame() {
        final int cid = rig.join(9);
        rig.run(6);
        rig.frame.clear((int) rig.tick + 1, 0, 0);
        rig.frame.add(0, 0, 0, 0);
        rig.send(cid);
        rig.run(6);
        assertEquals(0, rig.post.snapshots);
        assertEquals(1, rig.count(Counter.INPUT_OTHER_EPOCH));

        rig.input(cid, rig.tick + 1, 0, 0, 0);
        rig.run(6);

        assertEquals(2, rig.post.snapshots, "20 a second");
        rig.worlds.onClosed(cid, 0);
        rig.run(6);
        assertEquals(2, rig.post.snapshots);
    }

    @Test
    void shouldBeInTheOtherMapWhenAPlayerStepsIntoAPortal() {
        final int cid = rig.join(9);
        final MapInstance town = rig.mapOf(cid);
        final int inTown = town.world().alive();
        rig.input(cid, rig.tick + 1, 0, 0, 0);
        rig.run(1);
        rig.place(cid, Fixed.cm(12_800), Fixed.cm(25_000));

        rig.run(1);

        assertEquals("hollow_road", rig.mapOf(cid).content().id());
        assertEquals(inTown - 1, town.world().alive());
        assertTrue(rig.worlds.hasJustLeft(cid));
        final Post.Letter left = rig.post.letters.get(1);
        assertEquals(MessageType.LEAVE_WORLD, left.type());
        assertEquals(1, LeaveWorld.epoch(left.payload(), 0));
        assertEquals(LeaveWorld.CAUSE_MOVING, LeaveWorld.cause(left.payload(), 0));
        final EnterWorld enter = new EnterWorld();
        final Post.Letter entered = rig.post.letters.get(2);
        assertTrue(enter.wrap(entered.payload(), 0, (int) entered.payload().byteSize()));
        assertEquals(2, enter.epoch());
        assertEquals(EnterWorld.CAUSE_PORTAL, enter.cause());
        assertEquals(Fixed.cm(3_200), enter.x());
        assertEquals(Fixed.cm(1_400), enter.y());
        assertEquals(1, rig.count(Counter.PORTALS_TAKEN));

        final int snapshots = rig.post.snapshots;
        rig.place(cid, Fixed.cm(3_200), Fixed.cm(400));
        rig.run(598);
        assertEquals("hollow_road", rig.mapOf(cid).content().id(), "no way back for 10 s");
        assertEquals(snapshots, rig.post.snapshots, "it has not shown that it knows where it is");
        rig.run(3);
        assertEquals("starter_town", rig.mapOf(cid).content().id());
        assertEquals(3, rig.epoch(cid));
    }

    @Test
    void shouldStopTheMapAloneAndEndItsSessionsWhenASystemFails() {
        final int there = rig.join(9);
        final int here = rig.join(10);
        rig.place(there, Fixed.cm(12_800), Fixed.cm(25_000));
        rig.run(1);
        // Nobody lives at this home: the system that looks it up throws.
        final World road = rig.mapOf(there).world();
        Mind.HOME.set(road.memory(), road.chunkBase(0), 1, (short) 99);

        rig.run(64);

        assertEquals(List.of(new Post.End(there, CloseReason.MAP_STOPPED)), rig.post.ends);
        assertEquals(1, rig.count(Counter.MAPS_STOPPED));
        assertEquals(1, rig.count(Counter.PLAYERS_IN_WORLD));
        assertEquals("starter_town", rig.mapOf(here).content().id());
        final World town = rig.mapOf(here).world();
        Mind.HOME.set(town.memory(), town.chunkBase(0), 1, (short) 99);
        final SystemFailedException failure = assertThrows(SystemFailedException.class, () -> rig.run(64));
        assertEquals("wander", failure.system());
    }

    @Test
    void shouldIgnoreWhatIsNotForAPlayerInAWorld() {
        rig.worlds.onOpened(WorldsRig.cid(3), 1, 1, 60, 20);
        rig.frame.clear(1, 1, 0);
        rig.frame.add(0, 0, 0, 0);
        rig.send(WorldsRig.cid(3));

        assertEquals(1, rig.count(Counter.FRAMES_BEFORE_WORLD));
        assertFalse(rig.worlds.hasJustLeft(WorldsRig.cid(3)));
    }
}
