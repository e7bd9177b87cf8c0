package io.tos.tools.bots;

import io.tos.engine.client.ClientEvents;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.GameConnection;
import io.tos.engine.client.PlayerClient;
import io.tos.engine.client.Prediction;
import io.tos.engine.client.Wish;
import io.tos.engine.client.WorldView;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One player of a swarm: walks its course, checks its echoes, measures what it sees. The thread of its swarm. */
final class Bot implements ClientEvents, PlayerClient.Pilot {
    private static final long NS_PER_US = 1000;
    /** One snapshot in 16 is looked at closely: to look at all of them would cost more than to take them. */
    private static final int LOOK_MASK = 15;

    private static final int SENT_MASK = 15;

    private final SwarmThread thread;
    private final BotTally tally;
    private final Course course;
    private final EchoCheck echoes;
    private final PlayerClient player;
    private final int index;
    private final int[] sentTicks = new int[SENT_MASK + 1];
    private final long[] sentNs = new long[SENT_MASK + 1];
    private @Nullable GameConnection connection;
    private int sentCount;
    private int coveredCount;
    private int snapshots;
    private boolean isLeaving;

    Bot(final SwarmThread thread, final BotPlan plan, final ClientProfile profile, final int index) {
        this.thread = thread;
        this.tally = thread.tally();
        this.index = index;
        this.course = plan.scenario().course(thread.random());
        this.echoes = thread.echoCheck();
        this.player = new PlayerClient(
                thread.shared(), profile, plan.leadTicks(), this, plan.predict() ? new Prediction() : null);
    }

    void bind(final GameConnection own) {
        connection = own;
    }

    GameConnection connection() {
        return Objects.requireNonNull(connection, "bound at birth");
    }

    /** Whether it plays. */
    boolean isInWorld() {
        return connection().state() == GameConnection.State.ESTABLISHED
                && player.view().isInWorld();
    }

    /** Whether no echo is owed to it. */
    boolean isAnswered() {
        return connection().state() != GameConnection.State.ESTABLISHED || echoes.isAnswered();
    }

    /** A session is about to begin. */
    void begin() {
        isLeaving = false;
        player.reset();
    }

    /** Does what is due. */
    void play(final boolean withEchoes, final long nowNs) {
        player.play(connection(), nowNs);
        if (withEchoes && connection().state() == GameConnection.State.ESTABLISHED) {
            echoes.play(connection(), nowNs);
        }
    }

    /** From now on being closed is no surprise. */
    void leave(final long nowNs) {
        isLeaving = true;
        connection().close(nowNs);
    }

    /** Adds what its prediction counted. */
    void report() {
        final Prediction prediction = player.prediction();
        if (prediction != null) {
            tally.corrections += prediction.corrections();
            tally.hardCorrections += prediction.hardCorrections();
        }
    }

    @Override
    public void onEstablished(final GameConnection established) {
        tally.connected++;
        thread.keyLog().add(established.accepted());
    }

    @Override
    public void onMessage(
            final GameConnection from,
            final int channelId,
            final MemorySegment memory,
            final long at,
            final int length) {
        if (!player.onMessage(from, memory, at, length, thread.nowNs())) {
            echoes.onMessage(memory, at, length, System.nanoTime());
        }
    }

    @Override
    public boolean onSnapshot(final GameConnection from, final MemorySegment memory, final long at, final int length) {
        return player.onSnapshot(memory, at, length, System.nanoTime());
    }

    @Override
    public void onClosed(final GameConnection closed) {
        player.reset();
        echoes.giveUp();
        if (!isLeaving) {
            tally.lost(closed.reason());
        }
        thread.onClosed(this);
    }

    @Override
    public void onEntered(final EnterWorld message, final MemorySegment memory) {
        tally.entered++;
        if (message.cause() == EnterWorld.CAUSE_PORTAL) {
            tally.portals++;
        }
        final Atlas.Known map = thread.atlas().find(memory, message);
        course.enter(map == null ? null : map.content());
        final Prediction prediction = player.prediction();
        if (prediction != null && map != null) {
            prediction.enter(map.terrain());
        }
        sentCount = 0;
        coveredCount = 0;
    }

    @Override
    public void steer(final int tick, final Wish wish) {
        course.steer(tick, wish);
    }

    @Override
    public void onSent(final int newestTick, final long nowNs) {
        sentTicks[sentCount & SENT_MASK] = newestTick;
        sentNs[sentCount & SENT_MASK] = nowNs;
        sentCount++;
        coveredCount = Math.max(coveredCount, sentCount - SENT_MASK - 1);
    }

    @Override
    public void onNewest(final SnapshotReader snapshot, final int consumedTick, final long nowNs) {
        while (coveredCount < sentCount && consumedTick - sentTicks[coveredCount & SENT_MASK] >= 0) {
            tally.inputToEffect.recordUs((nowNs - sentNs[coveredCount & SENT_MASK]) / NS_PER_US);
            coveredCount++;
        }
        if (snapshot.hasMotion()) {
            course.at(snapshot.motion().x, snapshot.motion().y);
        }
        if ((snapshots++ + index & LOOK_MASK) == 0) {
            look(snapshot.tick());
        }
    }

    private void look(final int tick) {
        final WorldView view = player.view();
        tally.visibleLooks++;
        for (int alias = view.nextPresent(0); alias >= 0; alias = view.nextPresent(alias + 1)) {
            tally.visible++;
            if ((EntityState.flags(view.looks(alias)) & EntityState.FLAG_AT_REST) == 0) {
                tally.staleness.recordUs((tick - view.tick(alias)) * 1_000_000L / 60);
            }
        }
    }
}
