package io.tos.engine.sim;

import io.tos.engine.client.ClientEvents;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.client.GameConnection;
import io.tos.engine.client.PlayerClient;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link Simulation}: walks about in the world it is let into, sends numbered echo messages and checks that
 * each comes back once, in order, whole and of the right length. What goes wrong is kept in {@link #problem()}. The simulation's thread.
 */
public final class SimulatedClient implements ClientEvents {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MESSAGE_BYTES_MIN = MessageType.TYPE_BYTES + Echo.HEAD_BYTES;
    private static final long NS_PER_MS = 1_000_000;
    private static final int LATE_MESSAGES_MAX = 4;
    private static final int LEAD_TICKS = 2;

    private final Simulation simulation;
    private final MemoryTransport socket;
    private final SplittableRandom random;
    private final MemorySegment message;
    private final Walker walker;
    private final PlayerClient player;
    private long account;
    private @Nullable GameConnection connection;
    private @Nullable String problem;
    private long intervalNs;
    private int messageBytesMax = MESSAGE_BYTES_MIN;
    private long sendAtNs;
    private int sentCount;
    private int returnedCount;
    private int postponedCount;
    private int establishedCount;
    private int closedCount;
    private long returnedNs;
    private long gapMaxNs;
    private int failedCount;
    private boolean isIn;
    private boolean isLeaving;
    private boolean isDistrusted;

    SimulatedClient(
            final Simulation simulation,
            final PlayerClient.Shared shared,
            final MemoryTransport socket,
            final MemorySegment message,
            final long account) {
        this.simulation = simulation;
        this.socket = socket;
        this.message = message;
        this.account = account;
        this.random = new SplittableRandom(simulation.plan().seed() * 31 + account);
        this.walker = new Walker(random.nextLong());
        this.player = new PlayerClient(shared, ClientProfile.DEFAULT, LEAD_TICKS, walker, null);
    }

    void bind(final GameConnection own) {
        connection = own;
    }

    /** Its connection. */
    public GameConnection connection() {
        return Objects.requireNonNull(connection, "bound at birth");
    }

    /** Its own end of the network. */
    public MemoryTransport socket() {
        return socket;
    }

    /** The number of its account. */
    public long account() {
        return account;
    }

    /** Conditions of its line, both ways. */
    public void line(final LinkConditions conditions) {
        socket.conditions(conditions);
    }

    /** Swallows everything on its line, or stops to. */
    public void dark(final boolean isDark) {
        socket.uplink().blackhole(isDark);
        socket.downlink().blackhole(isDark);
    }

    /** Begins to connect with a fresh token. */
    public void connect() {
        connect(simulation.mint().credentials(account));
    }

    /** Begins to connect with this. */
    public void connect(final Credentials credentials) {
        isLeaving = false;
        connection().connect(credentials, simulation.time().nanoTime());
    }

    /** Begins to connect as somebody else. */
    public void connectAs(final long otherAccount) {
        account = otherAccount;
        connect();
    }

    /** Comes back with its ticket, or with a fresh token if it has none. */
    public void comeBack() {
        isLeaving = false;
        if (connection().mayResume()) {
            connection().resume(simulation.time().nanoTime());
        } else {
            connect();
        }
    }

    /** Says goodbye. */
    public void leave() {
        isLeaving = true;
        connection().close(simulation.time().nanoTime());
    }

    /** From now on the end of its connection is no surprise. */
    public void expectEnd() {
        isLeaving = true;
    }

    /** Nothing that happens to it is a fault from now on. */
    public void distrust() {
        isDistrusted = true;
    }

    /** From now on it sends messages of up to {@code bytesMax} by itself; 0 a second for none. */
    public void talk(final int perSecond, final int bytesMax) {
        assert bytesMax >= MESSAGE_BYTES_MIN && bytesMax <= Echo.LENGTH_MAX : bytesMax;
        intervalNs = perSecond == 0 ? 0 : SECOND_NS / perSecond;
        messageBytesMax = bytesMax;
        sendAtNs = 0;
    }

    /** Sends one message of so many bytes, or says why not. */
    public SendResult say(final int bytes) {
        LittleEndian.put16(message, 0, MessageType.ECHO.id());
        Echo.write(message, MessageType.TYPE_BYTES, sentCount, bytes); // the length where a player puts the time
        for (int at = MESSAGE_BYTES_MIN; at < bytes; at++) {
            message.set(ValueLayout.JAVA_BYTE, at, filling(sentCount, at));
        }
        final SendResult result = connection().send(Channel.GAMEPLAY, message, 0, bytes);
        if (result == SendResult.TAKEN) {
            sentCount++;
        } else {
            postponedCount++;
        }
        return result;
    }

    /** Whether it is in a session. */
    public boolean isEstablished() {
        return connection().state() == GameConnection.State.ESTABLISHED;
    }

    /** Whether it is in a world. */
    public boolean isInWorld() {
        return isEstablished() && player.view().isInWorld();
    }

    /** How often it came into a world. */
    public long worldEntries() {
        return walker.entries();
    }

    /** Snapshots that told it something newer. */
    public long snapshots() {
        return walker.snapshots();
    }

    /** Whether everything it said in this session came back. */
    public boolean isAnswered() {
        return returnedCount == sentCount;
    }

    /** Messages sent in this session. */
    public int sentCount() {
        return sentCount;
    }

    /** Messages that came back in this session. */
    public int returnedCount() {
        return returnedCount;
    }

    /** Messages there was no room for. */
    public int postponedCount() {
        return postponedCount;
    }

    /** How often it came in. */
    public int establishedCount() {
        return establishedCount;
    }

    /** How often a connection or an attempt ended. */
    public int closedCount() {
        return closedCount;
    }

    /** How often an attempt to come in ended without a session. */
    public int failedCount() {
        return failedCount;
    }

    /** The first thing that went wrong, or null. */
    public @Nullable String problem() {
        return problem;
    }

    /** Longest time between two messages that came back, since {@link #measureGaps}. */
    public long gapMaxNs() {
        return Math.max(gapMaxNs, simulation.time().nanoTime() - returnedNs);
    }

    /** Gaps count from now on. */
    public void measureGaps() {
        returnedNs = simulation.time().nanoTime();
        gapMaxNs = 0;
    }

    void play(final long nowNs) {
        player.play(connection(), nowNs);
        if (intervalNs == 0 || !isEstablished()) {
            return;
        }
        if (sendAtNs == 0) {
            sendAtNs = nowNs + random.nextLong(intervalNs);
        }
        if (nowNs - sendAtNs >= 0) {
            say(MESSAGE_BYTES_MIN + random.nextInt(messageBytesMax - MESSAGE_BYTES_MIN + 1));
            sendAtNs = Math.max(sendAtNs + intervalNs, nowNs - LATE_MESSAGES_MAX * intervalNs);
        }
    }

    @Override
    public void onEstablished(final GameConnection own) {
        simulation.onEstablished(this);
        establishedCount++;
        isIn = true;
        sentCount = 0;
        returnedCount = 0;
        sendAtNs = 0;
    }

    @Override
    public void onMessage(
            final GameConnection own,
            final int channelId,
            final MemorySegment memory,
            final long from,
            final int length) {
        if (player.onMessage(own, memory, from, length, simulation.time().nanoTime())
                || length < MESSAGE_BYTES_MIN
                || LittleEndian.u16(memory, from) != MessageType.ECHO_REPLY.id()) {
            return;
        }
        final int number = Echo.number(memory, from + MessageType.TYPE_BYTES);
        if (number != returnedCount) {
            complain("message " + number + " came where " + returnedCount + " was due");
        } else if (Echo.sentUs(memory, from + MessageType.TYPE_BYTES) != length) {
            complain("message " + number + " has another length: " + length);
        }
        for (int at = MESSAGE_BYTES_MIN; at < length; at++) {
            if (memory.get(ValueLayout.JAVA_BYTE, from + at) != filling(number, at)) {
                complain("message " + number + " differs at byte " + at);
                break;
            }
        }
        returnedCount = number + 1;
        gapMaxNs = Math.max(gapMaxNs, simulation.time().nanoTime() - returnedNs);
        returnedNs = simulation.time().nanoTime();
    }

    @Override
    public boolean onSnapshot(final GameConnection own, final MemorySegment memory, final long from, final int length) {
        return player.onSnapshot(memory, from, length, simulation.time().nanoTime());
    }

    @Override
    public void onClosed(final GameConnection own) {
        player.reset();
        closedCount++;
        failedCount += isIn ? 0 : 1;
        final boolean wasIn = isIn;
        isIn = false;
        if (wasIn && !isLeaving) {
            complain("connection ended, reason 0x" + Integer.toHexString(own.reason()));
        }
    }

    private void complain(final String what) {
        if (problem == null && !isDistrusted) {
            problem = "client " + account + " at " + simulation.time().elapsedNs() / NS_PER_MS + " ms: " + what;
        }
    }

    private static byte filling(final int number, final int at) {
        return (byte) (number * 7 + at);
    }
}
