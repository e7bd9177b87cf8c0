package io.tos.engine.server.recording;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import java.io.IOException;
import java.util.List;
import org.agrona.concurrent.Agent;

/** Brings what the tick recorded to the disk. A thread of its own, which may wait for the disk. */
final class RecordingWriter implements Agent {
    private final SlabPipe road;
    private final List<RecordingFile> files;
    private volatile boolean failed;
    private volatile boolean givenUp;

    RecordingWriter(final SlabPipe road, final List<RecordingFile> files) {
        this.road = road;
        this.files = files;
    }

    /** Any thread: whether the disk refused. */
    boolean hasFailed() {
        return failed;
    }

    /** The tick's thread: nothing more comes, because there was no room or the disk refused. */
    void giveUp() {
        givenUp = true;
    }

    @Override
    public int doWork() {
        final boolean isLast = givenUp;
        int work = 0;
        for (Slab slab = road.take(); slab != null; slab = road.take()) {
            if (!failed) {
                write(slab);
            }
            road.recycle(slab);
            work++;
        }
        if (isLast) {
            end();
        }
        return work;
    }

    @Override
    public void onClose() {
        doWork();
        end();
    }

    @Override
    public String roleName() {
        return "recording";
    }

    private void write(final Slab slab) {
        try {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                final int head = slab.headAt(frame);
                files.get(Recorder.place(head))
                        .take(Recorder.kind(head), slab.memory(), frame + (long) Slab.HEAD_BYTES, slab.lengthAt(frame));
            }
        } catch (final IOException refused) {
            failed = true;
        }
    }

    /** Files that have not come to an end yet were broken off. A disk that refuses gets no more. */
    private void end() {
        for (final RecordingFile file : files) {
            try {
                file.breakOff();
            } catch (final IOException refused) {
                failed = true;
            }
        }
    }
}
