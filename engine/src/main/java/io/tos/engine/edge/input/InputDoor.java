package io.tos.engine.edge.input;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.Quantizer;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Where inputs come into one world: frames as they arrive, intents once a tick. What a frame claims moves nothing by
 * itself: one input is consumed per tick ({@link InputRings}), a view is only as old as the line explains
 * ({@link ViewLimits}), and who keeps sending what an honest client sends only to a late server is counted. Per seat of the
 * world; tick thread only.
 */
public final class InputDoor implements AutoCloseable {
    /** Suspicious frames that are too many; one is forgiven a second. */
    private static final int SCORE_MAX = 120;

    private static final int TICKS_PER_FORGIVEN = 60;
    /** Nobody shows a world of more than 64 ticks ago. */
    private static final int VIEW_SIXTEENTHS_MAX = 64 * ViewLimits.SIXTEENTHS;

    private final World world;
    private final Counters counters;
    private final InputRings rings;
    private final ViewLimits views;
    private final InputFrame frame = new InputFrame();
    private final long[] entities;
    private final byte[] epochs;
    private final int[] leads;
    private final long[] newestTicks;
    private final int[] scores;
    private final long[] scoreTicks;
    private int seatEnd;

    /**
     * @param world whose intents are written.
     * @param seats how many players there can be.
     */
    public InputDoor(final World world, final int seats, final Counters counters) {
        this.world = world;
        this.counters = counters;
        rings = new InputRings(seats);
        views = new ViewLimits(seats);
        entities = new long[seats];
        epochs = new byte[seats];
        leads = new int[seats];
        newestTicks = new long[seats];
        scores = new int[seats];
        scoreTicks = new long[seats];
    }

    /**
     * A player takes a seat, of an avatar that stands in the world already.
     *
     * @param tick the last one that ended.
     */
    public void open(final int seat, final long entity, final int epoch, final int snapshotHz, final long tick) {
        final int yaw = Intent.YAW.get(world.memory(), world.baseOf(entity), EntityId.row(entity)) & 0xFFFF;
        rings.open(seat, tick, yaw);
        views.open(seat, snapshotHz);
        entities[seat] = entity;
        epochs[seat] = (byte) epoch;
        leads[seat] = 0;
        newestTicks[seat] = tick;
        scores[seat] = 0;
        scoreTicks[seat] = tick;
        seatEnd = Math.max(seatEnd, seat + 1);
    }

    /** A player has left its seat. */
    public void close(final int seat) {
        entities[seat] = EntityId.NONE;
    }

    /** The network measured a player's line. */
    public void onPath(final int seat, final int smoothedUs, final int variationUs) {
        views.onPath(seat, smoothedUs, variationUs);
    }

    /** The body of an INPUT frame came. {@code now} is the tick about to run. */
    public FrameOutcome onFrame(
            final int seat, final MemorySegment memory, final long at, final int length, final long now) {
        counters.increment(Counter.INPUT_FRAMES);
        if (!frame.read(memory, at, length)) {
            return FrameOutcome.MALFORMED;
        }
        if ((byte) frame.epoch() != epochs[seat]) {
            counters.increment(Counter.INPUT_OTHER_EPOCH);
            return FrameOutcome.OTHER_EPOCH;
        }
        // The wire has the low half of the tick: the one nearest to now is meant.
        final long newest = now + (frame.newestTick() - (int) now);
        if (newest > newestTicks[seat]) {
            newestTicks[seat] = newest;
            leads[seat] = Math.clamp((newest - now) << Byte.SIZE, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        final boolean isAhead = offer(seat, newest, now);
        if (isAhead || frame.viewAge() > VIEW_SIXTEENTHS_MAX) {
            score(seat, now);
        }
        return FrameOutcome.TAKEN;
    }

    /** Consumes what is due in the tick {@code now}: sets the intents of all avatars. */
    public void write(final long now) {
        int missing = 0;
        int seconds = 0;
        int givenUp = 0;
        int players = 0;
        for (int seat = 0; seat < seatEnd; seat++) {
            if (entities[seat] == EntityId.NONE) {
                continue;
            }
            players++;
            rings.take(seat, now);
            write(seat, now);
            missing += rings.isMissing() ? 1 : 0;
            seconds += rings.steps() == 2 ? 1 : 0;
            givenUp += rings.givenUp();
            if (rings.hasFallenIdle()) {
                counters.increment(Counter.PLAYERS_FALLEN_IDLE);
            }
        }
        counters.add(Counter.PLAYER_TICKS, players);
        counters.add(Counter.INPUTS_MISSING, missing);
        counters.add(Counter.INPUTS_MADE_UP, seconds);
        counters.add(Counter.INPUTS_GIVEN_UP, givenUp);
    }

    /** Tick of the last input consumed. */
    public long consumedTick(final int seat) {
        return rings.consumed(seat);
    }

    /** How early the newest input came, in 1/256 tick, 16 bits signed. */
    public int leadQ8(final int seat) {
        return leads[seat];
    }

    /** Frees its memory. */
    @Override
    public void close() {
        rings.close();
        Arrays.fill(entities, EntityId.NONE);
    }

    /** Offers each input of the frame; true if the frame claims what no honest client would. */
    private boolean offer(final int seat, final long newest, final long now) {
        final int rewind = believed(seat, (int) (newest - now));
        int known = 0;
        int past = 0;
        int late = 0;
        int ahead = 0;
        for (int index = 0; index < frame.count(); index++) {
            final long input = PlayerInput.of(
                    frame.directionX(index),
                    frame.directionY(index),
                    Quantizer.angleOfAim(frame.aim(index)),
                    frame.buttons(index),
                    rewind);
            switch (rings.offer(seat, newest - index, input, now)) {
                case KNOWN -> known++;
                case PAST -> past++;
                case LATE -> late++;
                case AHEAD -> ahead++;
                case KEPT -> {}
            }
        }
        counters.add(Counter.INPUTS_KNOWN, known);
        counters.add(Counter.INPUTS_PAST, past);
        counters.add(Counter.INPUTS_LATE, late);
        counters.add(Counter.INPUTS_AHEAD, ahead);
        return ahead > 0;
    }

    /** How far back the player saw, in 1/16 tick: what it says if that can be, else what the line suggests. */
    private int believed(final int seat, final int leadTicks) {
        if (!views.isBeyond(seat, frame.viewAge())) {
            return frame.viewAge();
        }
        counters.increment(Counter.VIEWS_CLAMPED);
        return Math.min(views.estimate(seat, leadTicks), ViewLimits.REWIND_TICKS_MAX * ViewLimits.SIXTEENTHS);
    }

    /** Only counted: a server that falls behind its grid makes honest clients look the same, and nothing is gained by it. */
    private void score(final int seat, final long now) {
        counters.increment(Counter.INPUT_SUSPICIONS);
        final long forgiven = (now - scoreTicks[seat]) / TICKS_PER_FORGIVEN;
        scoreTicks[seat] += forgiven * TICKS_PER_FORGIVEN;
        scores[seat] = (int) Math.max(0, scores[seat] - forgiven) + 1;
        if (scores[seat] == SCORE_MAX + 1) {
            counters.increment(Counter.PLAYERS_SUSPECTED);
        }
    }

    private void write(final int seat, final long now) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entities[seat]);
        final int row = EntityId.row(entities[seat]);
        Intent.EXTRA_STEPS.set(memory, base, row, (byte) (rings.steps() - 1));
        Intent.INPUT_TICK.set(memory, base, row, (int) rings.consumed(seat));
        if (rings.steps() == 0) {
            return;
        }
        final long newest = rings.newest();
        Intent.DIRECTION_X.set(memory, base, row, PlayerInput.directionX(newest));
        Intent.DIRECTION_Y.set(memory, base, row, PlayerInput.directionY(newest));
        Intent.YAW.set(memory, base, row, (short) PlayerInput.yaw(newest));
        Intent.BUTTONS.set(memory, base, row, PlayerInput.buttons(newest));
        Intent.REWIND.set(memory, base, row, (byte) rewindTicks(newest, now - rings.consumed(seat)));
        if (rings.steps() == 2) {
            final long earlier = rings.earlier();
            Intent.EARLIER_X.set(memory, base, row, PlayerInput.directionX(earlier));
            Intent.EARLIER_Y.set(memory, base, row, PlayerInput.directionY(earlier));
            Intent.EARLIER_YAW.set(memory, base, row, (short) PlayerInput.yaw(earlier));
            Intent.EARLIER_BUTTONS.set(memory, base, row, PlayerInput.buttons(earlier));
        }
    }

    /** An input that is done late was wanted in a world so much older. */
    private static long rewindTicks(final long input, final long lateTicks) {
        final long ticks = lateTicks + PlayerInput.rewindSixteenths(input) / ViewLimits.SIXTEENTHS;
        return Math.clamp(ticks, 0L, ViewLimits.REWIND_TICKS_MAX);
    }
}
