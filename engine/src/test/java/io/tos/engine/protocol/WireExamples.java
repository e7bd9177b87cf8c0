package io.tos.engine.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The worked examples of docs/protocol/STANDARD.md, made by the code: name to bytes, in the order of the page. */
final class WireExamples {
    private static final long HANDSHAKE_ID = 0x8877_6655_4433_2211L;
    private static final long BASE_PLACE = EntityState.place(1000, 1000, 7);
    private static final long BASE_LOOKS = EntityState.looks(0, 100, 255, 20, 1, 0);
    private static final long NEXT_PLACE = EntityState.place(1064, 936, 7);
    private static final long NEXT_LOOKS = EntityState.looks(3, 100, 255, 20, 1, 0);

    private final Map<String, byte[]> examples = new LinkedHashMap<>();
    private final MemorySegment memory = Arena.ofAuto().allocate(1200);
    private final MemorySegment source = Arena.ofAuto().allocate(4096);
    private final FrameWriter frames = new FrameWriter();
    private final BitWriter bits = new BitWriter();

    private WireExamples() {}

    /** All of them. */
    static Map<String, byte[]> all() {
        final WireExamples examples = new WireExamples();
        for (int at = 0; at < 4096; at++) {
            LittleEndian.put8(examples.source, at, at);
        }
        examples.handshake();
        examples.packets();
        examples.frames();
        examples.messages();
        examples.numbers();
        examples.world();
        return examples.examples;
    }

    private void add(final String name, final int length) {
        examples.put(name, memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        memory.fill((byte) 0);
    }

    private void handshake() {
        Prologue.write(memory, 0, 0x0100, Prologue.versionRange(0x0100, 0x0100), HANDSHAKE_ID, 0);
        add("prologue", Prologue.LENGTH);
        Hello.write(memory, 0, HANDSHAKE_ID, 0x0100, 1_000_000);
        final Hello hello = new Hello();
        must(hello.wrap(memory, 0, Hello.LENGTH));
        final MemorySegment reply = Arena.ofAuto().allocate(Challenge.LENGTH);
        Challenge.write(reply, 0, hello, 0x0A0B0C0D, 12);
        MemorySegment.copy(source, 0xA0, reply, Challenge.COOKIE, Challenge.COOKIE_BYTES);
        final Challenge challenge = new Challenge();
        must(challenge.wrap(reply, 0, Challenge.LENGTH));
        add("hello-head", 24);
        MemorySegment.copy(reply, 0, memory, 0, Challenge.LENGTH);
        add("challenge", Challenge.LENGTH);
        Connect.write(memory, 0, challenge, 0);
        add("connect-head", Connect.TOKEN);
        ConnectPayload.write(memory, 0, 0x01020304, 60, 20);
        ConnectPayload.writeBuild(memory, 0, 0x1122_3344_5566_7788L, 42, 65_536);
        add("connect-payload", ConnectPayload.LENGTH);
        AcceptPayload.write(memory, 0, 0x4005, 3600, 60_000_000, 4);
        AcceptPayload.writeTerms(memory, 0, SessionTerms.DEFAULT);
        MemorySegment.copy(source, 0xB0, memory, AcceptPayload.RESET_TOKEN, AcceptPayload.RESET_TOKEN_BYTES);
        MemorySegment.copy(source, 0xC0, memory, AcceptPayload.TICKET, 4);
        add("accept-payload", AcceptPayload.LENGTH_MIN + 4);
        add("refuse-payload", RefusePayload.write(memory, 0, CloseReason.FULL, 30_000, 42, 0x1122_3344_5566_7788L));
        Reset.write(memory, 0, 0x4005);
        MemorySegment.copy(source, 0xB0, memory, Reset.TOKEN, 16);
        add("reset", Reset.LENGTH);
    }

    private void packets() {
        PacketHeader.write(memory, 0, 1, 0x4005, 0x1000001);
        add("data-header", PacketHeader.LENGTH);
        add("ack-lossless", AckSection.write(memory, 0, 300, 0, -1L));
        add("ack-lossy", AckSection.write(memory, 0, 300, AckSection.delayOf(3_500_000), ~(1L << 1 | 1L << 9)));
        frames.wrap(memory, 0, 24);
        frames.acks(300, 0, -1L);
        frames.ping(7, 1_000_000);
        frames.pad();
        add("text", frames.length());
    }

    /** A text with this one frame, without the flags byte. */
    private void frame(final String name, final BooleanSupplier write) {
        frames.wrap(memory, 0, 1176);
        must(write.getAsBoolean());
        MemorySegment.copy(memory, 1, memory, 0, frames.length() - 1L);
        add(name, frames.length() - 1);
    }

    private static void must(final boolean right) {
        if (!right) {
            throw new AssertionError("an example does not fit or is not legal");
        }
    }

    private void frames() {
        final byte[] bye = "bye".getBytes(StandardCharsets.UTF_8);
        frame("frame-ping", () -> frames.ping(7, 1_000_000));
        frame("frame-pong", () -> frames.pong(7, 1_000_000, 2_000_000, 2_000_500));
        frame("frame-path-challenge", () -> frames.path(FrameType.PATH_CHALLENGE, HANDSHAKE_ID));
        frame("frame-close", () -> frames.close(CloseReason.KICKED.code(), MemorySegment.ofArray(bye), 0, 3));
        frame("frame-base-miss", () -> frames.baseMiss(MissFrame.CAUSE_BASE, 9));
        frame("frame-reliable", () -> frames.reliable(Channel.GAMEPLAY.id(), 513, source, 0x10, 4));
        frame("frame-fragment", () -> frames.fragment(Channel.GAMEPLAY.id(), 514, 1, source, 0, 1028));
        frame("frame-message", () -> frames.message(Channel.UNRELIABLE.id(), source, 0x10, 4));
    }

    private void message(final String name, final MessageType type, final int payloadLength) {
        LittleEndian.put16(memory, 0, type.id());
        add(name, MessageType.TYPE_BYTES + payloadLength);
    }

    private void messages() {
        final OwnMotion motion = motion();
        final MemorySegment words = MemorySegment.ofArray("map_001".getBytes(StandardCharsets.UTF_8));
        EnterWorld.write(memory, 2, 1, EnterWorld.CAUSE_JOIN, 3, 0x0102_0304_0506_0708L);
        EnterWorld.writePlace(memory, 2, 77, 3600, motion);
        message("message-enter-world", MessageType.ENTER_WORLD, EnterWorld.writeName(memory, 2, words, 0, 7));
        message(
                "message-leave-world",
                MessageType.LEAVE_WORLD,
                LeaveWorld.write(memory, 2, 1, LeaveWorld.CAUSE_MOVING));
        message("message-queue-position", MessageType.QUEUE_POSITION, QueuePosition.write(memory, 2, 3, 9, 65_535));
        message("message-announce", MessageType.ANNOUNCE, Announce.write(memory, 2, 1, words, 0, 7));
        message("message-resume-offer", MessageType.RESUME_OFFER, ResumeOffer.write(memory, 2, 60, source, 0xC0, 4));
        EntityProfile.write(memory, 2, 77, 5);
        MemorySegment.copy(words, 0, memory, 2 + EntityProfile.HEAD_BYTES, 3);
        message("message-entity-profile", MessageType.ENTITY_PROFILE, EntityProfile.HEAD_BYTES + 3);
        WorldBlock.write(memory, 2, 5, 4, 0, 0);
        MemorySegment.copy(source, 0x10, memory, 2 + WorldBlock.HEAD_BYTES, 4);
        message("message-world-block", MessageType.WORLD_BLOCK, WorldBlock.HEAD_BYTES + 4);
        Echo.write(memory, 2, 41, 1_000_000);
        message("message-echo", MessageType.ECHO, Echo.HEAD_BYTES);
    }

    private void numbers() {
        int length = 0;
        for (final long value : new long[] {0, 127, 128, 16_383, 16_384, 4_294_967_295L}) {
            length += Varint.write(memory, length, value);
        }
        add("varints", length);
        length = 0;
        for (final int value : new int[] {0, -1, 1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            length += Varint.write(memory, length, Integer.toUnsignedLong(Varint.zigZag(value)));
        }
        add("zigzags", length);
        length = 0;
        for (final int value : new int[] {-1, 65_535, 65_536, Integer.MIN_VALUE}) {
            LittleEndian.put32(memory, length, Quantizer.position(value));
            length += Integer.BYTES;
        }
        add("positions", length);
    }

    private static OwnMotion motion() {
        final OwnMotion motion = new OwnMotion();
        motion.x = 10 << 16;
        motion.y = 20 << 16;
        motion.z = -1;
        motion.yaw = 16_384;
        motion.speedPermille = 1000;
        motion.velocityX = 5461;
        motion.velocityY = -1;
        motion.stamina = 350_000;
        return motion;
    }

    private int full() {
        bits.wrap(memory, 0, EntityRecord.LENGTH_MAX);
        EntityRecord.putFull(bits, 77, BASE_PLACE, BASE_LOOKS);
        return bits.finish();
    }

    private int delta() {
        bits.wrap(memory, 0, EntityRecord.LENGTH_MAX);
        EntityRecord.putDelta(bits, BASE_PLACE, BASE_LOOKS, NEXT_PLACE, NEXT_LOOKS);
        return bits.finish();
    }

    private void world() {
        final InputFrame input = new InputFrame();
        input.clear(1000, 1, 96);
        input.add(0, 127, 512, InputFrame.BUTTON_SPRINT);
        input.add(0, 127, 512, InputFrame.BUTTON_SPRINT);
        input.add(0, 127, 512, 0);
        add("input", input.write(memory, 0));
        add("record-full", full());
        add("record-delta", delta());
        final MemorySegment record = Arena.ofAuto().allocate(2L * EntityRecord.LENGTH_MAX);
        final int fullLength = full();
        MemorySegment.copy(memory, 0, record, 0, fullLength);
        final int deltaLength = delta();
        MemorySegment.copy(memory, 0, record, EntityRecord.LENGTH_MAX, deltaLength);
        final OwnVitals vitals = new OwnVitals();
        vitals.health = 500;
        vitals.healthMax = 1000;
        vitals.mana = 40;
        vitals.manaMax = 450;
        vitals.staminaMax = 350;
        final SnapshotWriter snapshot = new SnapshotWriter();
        snapshot.begin(memory, 0, 1100, 3660, 1);
        snapshot.input(3658, 512);
        must(snapshot.motion(motion()) && snapshot.vitals(vitals) && snapshot.beginIntegrity(1));
        snapshot.integrityEntity(1, 2);
        snapshot.integrityHash(StateHash.result(StateHash.add(StateHash.START, 77, BASE_PLACE, BASE_LOOKS)));
        must(snapshot.record(2, SnapshotWriter.AGE_FULL, record, 0, fullLength));
        must(snapshot.record(1, 3, record, EntityRecord.LENGTH_MAX, deltaLength) && snapshot.leave(3));
        add("snapshot", snapshot.length());
    }
}
