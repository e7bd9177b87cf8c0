package io.tos.engine.net;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.admission.AdmissionAgent;
import io.tos.engine.net.admission.Doorway;
import io.tos.engine.net.admission.ResetDesk;
import io.tos.engine.net.admission.ShardDoor;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** The parts of one shard, made and tied together: sessions, door, and the bridge between them. */
public final class ShardParts implements AutoCloseable {
    private final Transport transport;
    private final ShardBridge bridge;
    private final Sessions sessions;
    private final ShardDoor door;
    private final ResetDesk resets;
    private final Counters counters;
    private final LongSupplier journal;

    /**
     * What all shards have in common.
     *
     * @param journal up to which sequence the journal is durable; any thread.
     */
    public record Common(
            AdmissionAgent.Setup setup,
            SessionTerms terms,
            NanoClock clock,
            EpochClock wallClock,
            RandomGenerator random,
            LongSupplier journal) {}

    /**
     * Makes the parts.
     *
     * @param config says which shard of how many this is.
     * @param crypto this shard's own.
     * @param inbound to the tick.
     * @param counters this shard's own block.
     */
    public ShardParts(
            final Common common,
            final SessionConfig config,
            final Transport transport,
            final Doorway doorway,
            final PacketCrypto crypto,
            final SlabPipe inbound,
            final Counters counters) {
        this.transport = transport;
        this.counters = counters;
        this.journal = common.journal();
        this.bridge = new ShardBridge(common.terms(), inbound, counters);
        try (Arena arena = Arena.ofConfined()) {
            final byte[] seed = new byte[Sessions.SEED_BYTES];
            common.random().nextBytes(seed);
            final MemorySegment copied = arena.allocate(seed.length);
            MemorySegment.copy(seed, 0, copied, ValueLayout.JAVA_BYTE, 0, seed.length);
            this.sessions = new Sessions(config, crypto, copied, transport, bridge.events(), counters);
        }
        this.door = new ShardDoor(
                common.setup(),
                config.shards(),
                new ShardDoor.Place(
                        transport,
                        bridge,
                        counters,
                        common.wallClock(),
                        common.clock().nanoTime()),
                doorway,
                common.random());
        this.resets = new ResetDesk(common.setup().identity(), config.shards(), transport, counters);
        bridge.connect(sessions, door, config.slots());
    }

    Transport transport() {
        return transport;
    }

    ShardBridge bridge() {
        return bridge;
    }

    /** This shard's sessions; network agent only while it runs. */
    public Sessions sessions() {
        return sessions;
    }

    ResetDesk resets() {
        return resets;
    }

    ShardDoor door() {
        return door;
    }

    Counters counters() {
        return counters;
    }

    LongSupplier journal() {
        return journal;
    }

    /** Frees the sessions' memory; the agent has stopped. */
    @Override
    public void close() {
        sessions.close();
        resets.close();
        bridge.close();
    }
}
