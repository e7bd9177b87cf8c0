package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.edge.Worlds;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.InboundFrame;
import io.tos.engine.net.admission.JoinFrame;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.RateClass;
import io.tos.engine.store.StoreDesk;
import io.tos.engine.store.StoreRoads;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tick's side of sessions, between two roads of slabs. */
final class SessionDoorTest {
    private static final int CID = 0x4005;
    private static final int SLAB_BYTES = 16 * 1024;
    private static final int TICKS_PER_SECOND = 60;

    private final Arena arena = Arena.ofConfined();
    private final Instruments instruments = new Instruments(null, 1);
    private final Counters counters = instruments.tick();
    private final SlabPipe inbound = new SlabPipe("in", 4, SLAB_BYTES);
    private final SlabPipe outbound = new SlabPipe("out", 2, SLAB_BYTES);
    private final SlabOutbox outbox = new SlabOutbox(List.of(outbound), 1, counters);
    private final StoreRoads roads = new StoreRoads();
    private final CharacterSaves saves = new CharacterSaves(new StoreDesk(roads, 0, counters), 1);
    private final Worlds worlds = new Worlds(List.of(), 0, saves, outbox, counters, failure -> {});
    private final SessionDoor door =
            new SessionDoor(inbound, outbound, () -> {}, worlds, TICKS_PER_SECOND, instruments);

    @AfterEach
    void free() {
        saves.close();
        instruments.close();
        roads.close();
        inbound.close();
        outbound.close();
        arena.close();
    }

    @Test
    void shouldSendBackTheSameBytesWhenAnEchoComes() {
        write(InboundFrame.MESSAGE, Channel.GAMEPLAY.id(), echo(100));

        final Slab answer = turn();

        assertEquals(CID, answer.headAt(0));
        final MemorySegment memory = answer.memory();
        final long body = Slab.HEAD_BYTES + 8L;
        assertEquals(MessageType.ECHO_REPLY.id(), memory.get(ValueLayout.JAVA_SHORT, body));
        assertEquals(echo(100).asSlice(2).mismatch(memory.asSlice(body + 2, 98)), -1);
    }

    @Test
    void shouldCloseTheSessionWhenAMessageIsNotInTheTable() {
        write(InboundFrame.MESSAGE, Channel.EVENTS.id(), echo(100));

        final Slab answer = turn();

        assertEquals(CloseReason.PROTOCOL.code(), answer.memory().get(ValueLayout.JAVA_SHORT, Slab.HEAD_BYTES + 2L));
        assertEquals(1, counters.value(Counter.MESSAGES_MALFORMED));
    }

    @Test
    void shouldCountOnlyWhatNeedsAWorldWhenThereIsNone() {
        write(InboundFrame.OPENED, 0, echo(JoinFrame.BYTES));
        write(InboundFrame.PATH, 0, echo(InboundFrame.PATH_BYTES));
        write(InboundFrame.FATE, 1, echo(2));
        write(InboundFrame.FRAME, FrameType.INPUT, echo(20));
        write(InboundFrame.CLOSED, 0, echo(2));
        inbound.publish();

        door.drain(1_000);
        door.publish();

        assertEquals(1, counters.value(Counter.FRAMES_BEFORE_WORLD));
        assertNull(outbound.take());
    }

    @Test
    void shouldLoseNoEchoWhenTheRoadBackIsFull() {
        final int echoes = 6;
        for (int index = 0; index < echoes; index++) {
            write(InboundFrame.MESSAGE, Channel.GAMEPLAY.id(), echo(8_000));
        }
        inbound.publish();
        int answered = 0;

        for (int round = 0; round < 2 * echoes; round++) {
            door.drain(1_000);
            door.publish();
            for (Slab slab = outbound.take(); slab != null; slab = outbound.take()) {
                for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                    answered++;
                }
                outbound.recycle(slab);
            }
        }

        assertEquals(echoes, answered);
        assertTrue(counters.value(Counter.OUTBOUND_NO_SLAB) > 0, "the road was never full");
    }

    @Test
    void shouldDropAndCountWhenMessagesComeAboveTheirRate() {
        final int burst = RateClass.PROBE.burst();
        write(InboundFrame.OPENED, 0, echo(JoinFrame.BYTES));
        int answered = echoes(burst + 50, 7);
        final long overBurst = counters.value(Counter.MESSAGES_OVER_RATE);
        answered += echoes(100, 7 + TICKS_PER_SECOND / 2);

        assertEquals(50, overBurst);
        assertEquals(burst + RateClass.PROBE.perSecond() / 2, answered, "half a second later half of them");
        assertEquals(50 + 50, counters.value(Counter.MESSAGES_OVER_RATE));
    }

    /** Sends so many in one tick and returns how many were answered. */
    private int echoes(final int count, final long tick) {
        for (int index = 0; index < count; index++) {
            write(InboundFrame.MESSAGE, Channel.GAMEPLAY.id(), echo(14));
        }
        inbound.publish();
        door.drain(tick);
        door.publish();
        int answers = 0;
        for (Slab slab = outbound.take(); slab != null; slab = outbound.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                answers++;
            }
            outbound.recycle(slab);
        }
        return answers;
    }

    private Slab turn() {
        inbound.publish();
        door.drain(1_000);
        door.publish();
        return assertNotNullSlab(outbound.take());
    }

    private static Slab assertNotNullSlab(final @Nullable Slab slab) {
        assertNotNull(slab);
        return slab;
    }

    private MemorySegment echo(final int length) {
        final MemorySegment body = arena.allocate(length, 8);
        for (int index = 0; index < length; index++) {
            body.set(ValueLayout.JAVA_BYTE, index, (byte) index);
        }
        body.set(ValueLayout.JAVA_SHORT, 0, (short) MessageType.ECHO.id());
        return body;
    }

    private void write(final int kind, final int detail, final MemorySegment body) {
        final int length = (int) body.byteSize();
        final Slab slab = assertNotNullSlab(inbound.claim(InboundFrame.BODY + length));
        final long at = slab.payload();
        slab.memory().set(ValueLayout.JAVA_INT, at, kind | detail << 8);
        MemorySegment.copy(body, 0, slab.memory(), at + InboundFrame.BODY, length);
        slab.commit(CID, InboundFrame.BODY + length);
    }
}
