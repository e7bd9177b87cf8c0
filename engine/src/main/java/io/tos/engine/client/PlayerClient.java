package io.tos.engine.client;

import io.tos.engine.net.session.SendResult;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.LeaveWorld;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A client in the world: keeps the view, runs the clock, samples one input a tick from its {@link Pilot} and sends them.
 * The owner passes on what its {@link GameConnection} hears and calls {@link #play} often. One thread; allocates nothing
 * while it plays.
 */
public final class PlayerClient {
    /** Who decides what the player wants. */
    public interface Pilot {
        /**
         * ENTER_WORLD came; {@code message}, which lies in {@code memory}, is valid until this returns. Who predicts says on
         * which terrain: {@link Prediction#enter}.
         */
        void onEntered(EnterWorld message, MemorySegment memory);

        /** Fill in what is wanted in {@code tick}; {@code wish} has what was wanted in the tick before it. */
        void steer(int tick, Wish wish);

        /** A frame whose newest input is of {@code newestTick} was given to the transport. */
        void onSent(int newestTick, long nowNs);

        /** The newest snapshot so far came; {@code consumedTick} is of the last input it covers. */
        void onNewest(SnapshotReader snapshot, int consumedTick, long nowNs);
    }

    /** What the clients of one thread share. */
    public static final class Shared {
        final StatePool pool;
        final InputFrame frame = new InputFrame();
        final EnterWorld enterWorld = new EnterWorld();
        final MemorySegment scratch =
                Arena.ofAuto().allocate(InputFrame.LENGTH_MAX + (long) Sessions.MISSES_MAX * MissFrame.LENGTH, 8);

        /** @param pool for the views. */
        public Shared(final StatePool pool) {
            this.pool = pool;
        }
    }

    private static final long MISS_INTERVAL_NS = 100_000_000L;
    /** Shown are the states of two snapshots ago: there is nearly always a next one to move towards. */
    private static final int SHOWN_SNAPSHOTS_AGO = 2;

    private static final int SIXTEENTHS = 16;
    private static final int VIEW_AGE_MAX = 0xFFFF;

    private final Shared shared;
    private final WorldView view;
    private final InputClock clock;
    private final InputSender sender;
    private final Pilot pilot;
    private final @Nullable Prediction prediction;
    private final Wish wish = new Wish();
    private final int shownTicksAgo;
    private int ownTick;
    private int consumedTick;
    private int staminaMax;
    private long newestNs;
    private long missDueNs;
    private int missFrom;
    private boolean isBroken;

    /**
     * @param profile of the connection.
     * @param leadTicks see {@link InputClock}.
     * @param prediction of the own avatar, or null to go without.
     */
    public PlayerClient(
            final Shared shared,
            final ClientProfile profile,
            final int leadTicks,
            final Pilot pilot,
            final @Nullable Prediction prediction) {
        this.shared = shared;
        this.view = new WorldView(shared.pool);
        this.clock = new InputClock(leadTicks);
        this.sender = new InputSender(profile.inputHz());
        this.pilot = pilot;
        this.prediction = prediction;
        this.shownTicksAgo = SHOWN_SNAPSHOTS_AGO * InputClock.TICK_HZ / profile.snapshotHz();
    }

    /** A connection begins or ended: what it knew of the last world is gone. */
    public void reset() {
        view.reset();
        isBroken = false;
    }

    /** A message came; true if it was one of the world's. */
    public boolean onMessage(
            final GameConnection connection,
            final MemorySegment memory,
            final long from,
            final int length,
            final long nowNs) {
        final int type = length < MessageType.TYPE_BYTES ? 0 : LittleEndian.u16(memory, from);
        final long payload = from + MessageType.TYPE_BYTES;
        if (type == MessageType.ENTER_WORLD.id()) {
            if (shared.enterWorld.wrap(memory, payload, length - MessageType.TYPE_BYTES)) {
                enter(memory, connection.smoothedRttNs(), nowNs);
            } else {
                isBroken = true;
            }
            return true;
        }
        if (type == MessageType.LEAVE_WORLD.id()) {
            isBroken |= !LeaveWorld.isCanonical(memory, payload, length - MessageType.TYPE_BYTES);
            view.leave();
            return true;
        }
        return false;
    }

    private void enter(final MemorySegment memory, final long rttNs, final long nowNs) {
        final EnterWorld message = shared.enterWorld;
        view.enter(message);
        clock.start(message.tick(), rttNs, nowNs);
        ownTick = message.tick() - 1;
        consumedTick = message.tick() - 1;
        newestNs = nowNs;
        wish.stand();
        wish.aim = message.yaw() >>> 4;
        beginInputs(nowNs);
        if (prediction != null) {
            prediction.leave();
        }
        pilot.onEntered(message, memory);
    }

    private void beginInputs(final long nowNs) {
        final int tick = clock.advance(nowNs);
        sender.restart(tick);
        if (prediction != null) {
            prediction.restart(tick);
        }
    }

    /** A SNAPSHOT came; false when its packet must not be acked. */
    public boolean onSnapshot(final MemorySegment memory, final long from, final int length, final long nowNs) {
        final WorldView.Outcome outcome = view.onSnapshot(memory, from, length);
        if (outcome == WorldView.Outcome.TAKEN) {
            onTaken(shared.pool.reader(), nowNs);
        }
        isBroken |= outcome == WorldView.Outcome.MALFORMED;
        return outcome == WorldView.Outcome.TAKEN || outcome == WorldView.Outcome.FORMER_WORLD;
    }

    private void onTaken(final SnapshotReader snapshot, final long nowNs) {
        if (snapshot.hasVitals()) {
            staminaMax = snapshot.vitals().staminaMax;
        }
        if (snapshot.tick() - ownTick <= 0) {
            return;
        }
        ownTick = snapshot.tick();
        newestNs = nowNs;
        // The low half travels: the one nearest to the newest input is meant.
        consumedTick = sender.newestTick() + (short) (snapshot.consumedTick() - sender.newestTick());
        if (prediction != null && snapshot.hasMotion() && staminaMax > 0) {
            prediction.onMotion(snapshot.motion(), staminaMax, consumedTick);
        }
        pilot.onNewest(snapshot, consumedTick, nowNs);
        if (clock.onSnapshot(ownTick, snapshot.inputLeadQ8(), consumedTick, nowNs)
                && !sender.isKept(clock.advance(nowNs))) {
            beginInputs(nowNs);
        }
    }

    /** Samples the inputs that are due and sends them; call it once a millisecond or so. */
    public void play(final GameConnection connection, final long nowNs) {
        if (connection.state() != GameConnection.State.ESTABLISHED) {
            return;
        }
        if (isBroken) {
            connection.close(CloseReason.PROTOCOL, nowNs);
        } else if (view.isInWorld()) {
            sample(nowNs);
            if (sender.isDue()) {
                send(connection, nowNs);
            }
        }
    }

    private void sample(final long nowNs) {
        final int tick = clock.advance(nowNs);
        if (tick - sender.newestTick() > InputFrame.INPUTS_MAX) {
            // We were held up for so long that nobody wants to know any more.
            beginInputs(nowNs);
        }
        while (tick - sender.newestTick() > 0) {
            pilot.steer(sender.newestTick() + 1, wish);
            sender.add(wish);
            if (prediction != null) {
                prediction.add(wish);
            }
        }
    }

    private void send(final GameConnection connection, final long nowNs) {
        final MemorySegment memory = shared.scratch;
        final int length = sender.write(shared.frame, memory, 0, view.epoch(), viewAge(nowNs));
        final int misses = nowNs < missDueNs ? 0 : misses(memory, length);
        if (misses > 0) {
            missDueNs = nowNs + MISS_INTERVAL_NS;
        }
        if (connection.sendInput(memory, 0, length, misses, nowNs) == SendResult.TAKEN) {
            pilot.onSent(sender.newestTick(), nowNs);
        }
    }

    /** Writes a BASE_MISS for each alias without base, in turn if there are too many for one packet. */
    private int misses(final MemorySegment memory, final int at) {
        int count = 0;
        int alias = view.nextMissing(missFrom);
        while (alias >= 0 && count < Sessions.MISSES_MAX) {
            LittleEndian.put8(memory, at + (long) count * MissFrame.LENGTH, view.missCause(alias));
            LittleEndian.put8(memory, at + (long) count * MissFrame.LENGTH + 1, alias);
            count++;
            alias = view.nextMissing(alias + 1);
        }
        missFrom = Math.max(0, alias);
        return count;
    }

    private int viewAge(final long nowNs) {
        final long shownQ4 = (nowNs - newestNs) * SIXTEENTHS / InputClock.TICK_NS;
        final int aheadTicks = sender.newestTick() - ownTick + shownTicksAgo;
        return Math.clamp((long) aheadTicks * SIXTEENTHS - shownQ4, 0, VIEW_AGE_MAX);
    }

    /** What it sees. */
    public WorldView view() {
        return view;
    }

    /** Its clock. */
    public InputClock clock() {
        return clock;
    }

    /** Where its own avatar will be, or null if it goes without. */
    public @Nullable Prediction prediction() {
        return prediction;
    }
}
