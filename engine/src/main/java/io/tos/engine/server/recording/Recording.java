package io.tos.engine.server.recording;

import io.tos.engine.ecs.WorldHash;
import io.tos.engine.edge.MapInstance;
import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/** All maps of a server on their way to the disk: the tick's side, and the agent that writes. */
public final class Recording implements AutoCloseable {
    /** Eight seconds of a disk that does not answer, at two maps with 200 players. */
    private static final int SLABS = 32;

    private static final int SLAB_BYTES = 256 << 10;

    private final SlabPipe road = new SlabPipe("recording", SLABS, SLAB_BYTES);
    private final Counters counters;
    private final RecordingWriter writer;
    private boolean isOver;

    /**
     * Begins before the first tick of the maps.
     *
     * @param directory of the files, which is made if it is not there.
     * @param startedUs wall clock, for people.
     * @throws java.io.UncheckedIOException when the files cannot be made.
     */
    public Recording(
            final Path directory,
            final List<MapInstance> maps,
            final int tickHz,
            final long startedUs,
            final Counters counters) {
        this.counters = counters;
        final List<RecordingFile> files = new ArrayList<>();
        for (final MapInstance map : maps) {
            files.add(RecordingFile.create(directory, header(map, tickHz, startedUs)));
            map.record(new Recorder(this, files.size() - 1));
        }
        writer = new RecordingWriter(road, files);
    }

    /** Writes to the disk; runs on a thread of its own. */
    public Agent writer() {
        return writer;
    }

    /** Frees what is on the road; both agents have stopped. */
    @Override
    public void close() {
        road.close();
    }

    /** Room for a record's body; null when the recording is over. */
    @Nullable
    Slab claim(final int lengthBytes) {
        if (isOver) {
            return null;
        }
        final Slab slab = writer.hasFailed() ? null : road.claim(lengthBytes);
        if (slab == null) {
            isOver = true;
            writer.giveUp();
            counters.increment(Counter.RECORDINGS_BROKEN_OFF);
        }
        return slab;
    }

    /** Hands over what was recorded. */
    void publish() {
        road.publish();
    }

    private static RecordingHeader header(final MapInstance map, final int tickHz, final long startedUs) {
        return new RecordingHeader(
                tickHz,
                map.world().layout().hash(),
                map.contentHash(),
                MessageType.SCHEMA_HASH,
                map.world().seed(),
                map.world().tick(),
                WorldHash.of(map.world()),
                startedUs,
                map.number(),
                map.creatures(),
                map.content().id());
    }
}
