package io.tos.engine.server.recording;

import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.ecs.SystemFailedException;
import io.tos.engine.ecs.WorldHash;
import io.tos.engine.edge.Joiner;
import io.tos.engine.edge.MapInstance;
import io.tos.engine.game.GameComponents;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.Varint;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;
import org.agrona.collections.Int2IntHashMap;

/** Runs a recorded world again, tick by tick, and compares its hash with the one it had. One thread. */
public final class Replay implements AutoCloseable {
    private static final int NO_SEAT = -1;

    private final MemorySegment memory;
    private final RecordingHeader header;
    private final MapInstance map;
    private final Int2IntHashMap seats = new Int2IntHashMap(NO_SEAT);
    private final Joiner joiner = new Joiner();
    private long tick;
    private long records;
    private String difference = "";
    private String end = "cut off";

    /**
     * @param memory the whole file.
     * @throws RecordingException when it is no recording of this build and content.
     */
    public Replay(final MemorySegment memory, final Content content) {
        this.memory = memory;
        header = RecordingHeader.read(memory);
        final MapContent found = find(content, header.map());
        check("layout", GameComponents.GAME.hash(), header.layoutHash());
        check("content", found.hash(), header.contentHash());
        check("schema", MessageType.SCHEMA_HASH, header.schemaHash());
        map = new MapInstance(
                found,
                header.mapNumber(),
                header.seed(),
                header.creatures(),
                () -> 0,
                new Counters(Arena.ofAuto().allocate(Counters.BLOCK_BYTES, 64), 0));
        tick = header.tickBefore();
        if (WorldHash.of(map.world()) != header.hashBefore()) {
            map.close();
            throw new RecordingException("the world of " + header.map() + " begins otherwise than the recorded one");
        }
    }

    /** Runs all that is recorded, or up to the first tick that differs; returns whether none did. */
    public boolean run() {
        final RecordingBlocks blocks = new RecordingBlocks(memory);
        while (difference.isEmpty() && blocks.next()) {
            if (blocks.kind() == RecordKind.BLOCK_TICKS) {
                runBlock(blocks);
            } else if (blocks.kind() == RecordKind.BLOCK_END) {
                onEnd(blocks.body());
            }
        }
        return difference.isEmpty();
    }

    /** Id of the map. */
    public String map() {
        return header.map();
    }

    /** The last tick that ran. */
    public long tick() {
        return tick;
    }

    /** How many ticks were recorded so far. */
    public long ticks() {
        return tick - header.tickBefore();
    }

    /** How many records there were. */
    public long records() {
        return records;
    }

    /** The first difference; empty if there is none. */
    public String difference() {
        return difference;
    }

    /** How the recording ended: stopped, failed, disk full or cut off. */
    public String end() {
        return end;
    }

    @Override
    public void close() {
        map.close();
    }

    private void runBlock(final RecordingBlocks blocks) {
        long at = blocks.body();
        final long blockEnd = at + blocks.length();
        for (int index = 0; index < blocks.ticks() && difference.isEmpty(); index++) {
            at = runTick(at, blockEnd);
        }
    }

    private long runTick(final long from, final long blockEnd) {
        final long count = varint(from, blockEnd);
        long at = from + Varint.length(count);
        for (long index = 0; index < count; index++) {
            final int kind = LittleEndian.u8(memory, at);
            final long length = varint(at + 1, blockEnd);
            final long body = at + 1 + Varint.length(length);
            if (body + length + Long.BYTES > blockEnd) {
                throw new RecordingException("tick " + (tick + 1) + ": a record ends outside its block");
            }
            apply(kind, body, (int) length);
            records++;
            at = body + length;
        }
        final long expected = LittleEndian.i64(memory, at);
        simulate(expected);
        return at + Long.BYTES;
    }

    private void simulate(final long expected) {
        tick++;
        try {
            map.run(tick);
        } catch (final SystemFailedException failure) {
            difference = expected == 0 ? "" : "tick " + tick + ": " + failure.getMessage();
            end = "as recorded: " + failure.getMessage();
            return;
        }
        final long hash = WorldHash.of(map.world());
        if (hash != expected) {
            difference =
                    "tick " + tick + ": hash " + Long.toHexString(hash) + ", recorded " + Long.toHexString(expected);
        }
    }

    private void apply(final int kind, final long at, final int length) {
        final int cid = LittleEndian.i32(memory, at);
        final int seat = seats.get(cid);
        if (kind == RecordKind.JOIN) {
            join(cid, at);
        } else if (kind >= RecordKind.SKIPPABLE || seat == NO_SEAT) {
            return;
        } else if (kind == RecordKind.LEAVE) {
            map.leave(seat, LittleEndian.u16(memory, at + 4));
            seats.remove(cid);
        } else if (kind == RecordKind.INPUT) {
            map.input(seat, memory, at + 4, length - 4, tick + 1);
        } else if (kind == RecordKind.RTT) {
            map.path(seat, LittleEndian.i32(memory, at + 4), LittleEndian.i32(memory, at + 8), 1);
        } else if (kind != RecordKind.SNAPSHOT_FATE && kind != RecordKind.BASE_MISS && kind != RecordKind.RATE) {
            throw new RecordingException("tick " + (tick + 1) + ", offset " + at + ": unknown kind " + kind);
        }
    }

    private void join(final int cid, final long at) {
        joiner.cid = cid;
        joiner.accountId = LittleEndian.i64(memory, at + 4);
        joiner.characterId = LittleEndian.i64(memory, at + 12);
        joiner.epoch = LittleEndian.u8(memory, at + 20);
        joiner.cause = LittleEndian.u8(memory, at + 21);
        joiner.inputHz = LittleEndian.u8(memory, at + 22);
        joiner.snapshotHz = LittleEndian.u8(memory, at + 23);
        joiner.xCm = LittleEndian.i32(memory, at + 24);
        joiner.yCm = LittleEndian.i32(memory, at + 28);
        joiner.isReturning = LittleEndian.u8(memory, at + 32) != 0;
        joiner.body.x = LittleEndian.i32(memory, at + 33);
        joiner.body.y = LittleEndian.i32(memory, at + 37);
        joiner.body.z = LittleEndian.i32(memory, at + 41);
        joiner.body.yaw = LittleEndian.u16(memory, at + 45);
        joiner.body.health = LittleEndian.i32(memory, at + 47);
        joiner.body.stamina = LittleEndian.i32(memory, at + 51);
        final int seat = map.join(joiner, tick + 1);
        if (seat >= 0) {
            seats.put(cid, seat);
        }
    }

    private void onEnd(final long body) {
        end = switch (LittleEndian.i32(memory, body)) {
            case RecordKind.STOPPED -> "stopped";
            case RecordKind.WORLD_FAILED -> end;
            default -> "broken off: the disk was too slow or full";
        };
    }

    private long varint(final long at, final long limit) {
        final int length = Varint.check(memory, at, (int) Math.min(limit - at, 16), Varint.U64_BYTES_MAX);
        if (length < 0) {
            throw new RecordingException("tick " + (tick + 1) + ", offset " + at + ": not a number");
        }
        return Varint.value(memory, at, length);
    }

    private static MapContent find(final Content content, final String id) {
        try {
            return content.map(id);
        } catch (final NoSuchElementException unknown) {
            throw new RecordingException("this content has " + unknown.getMessage());
        }
    }

    private static void check(final String what, final long own, final long recorded) {
        if (own != recorded) {
            throw new RecordingException("recorded with another " + what + ": " + Long.toHexString(recorded)
                    + ", this copy has " + Long.toHexString(own));
        }
    }
}
