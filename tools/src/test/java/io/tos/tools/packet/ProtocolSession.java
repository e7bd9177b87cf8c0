package io.tos.tools.packet;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.KeyLog;
import io.tos.engine.protocol.PacketHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Packets of one session, made by the protocol's own writers and sealed with known keys. */
final class ProtocolSession {
    static final int SERVER_CID = 0x4005;
    static final int CLIENT_CID = 0x01020304;

    private static final long HANDSHAKE_ID = 0x8877_6655_4433_2211L;

    private final PacketCrypto crypto = CryptoBackend.BOUNCY.packetCrypto();
    private final MemorySegment memory = Arena.ofAuto().allocate(1200, 8);
    private final MemorySegment keys = Arena.ofAuto().allocate(96, 8);
    private final FrameWriter frames = new FrameWriter();

    ProtocolSession() {
        for (int at = 0; at < 64; at++) {
            keys.set(ValueLayout.JAVA_BYTE, at, (byte) (at + 1));
        }
    }

    /** What a key log would say of it. */
    void log(final Path file) throws IOException {
        try (KeyLog log = KeyLog.append(file)) {
            log.add(SERVER_CID, Direction.TO_SERVER, keys, 0);
            log.add(CLIENT_CID, Direction.TO_CLIENT, keys, 32);
        }
    }

    PacketDecoder decoder() {
        final List<KeyLog.Entry> entries = List.of(
                new KeyLog.Entry(SERVER_CID, Direction.TO_SERVER, keys.asSlice(0, 32)),
                new KeyLog.Entry(CLIENT_CID, Direction.TO_CLIENT, keys.asSlice(32, 32)));
        return new PacketDecoder(entries, crypto, 3565);
    }

    byte[] hello() {
        Hello.write(memory, 0, HANDSHAKE_ID, 0x0100, 1_000_000);
        return take(Hello.LENGTH);
    }

    byte[] challenge() {
        return wire("challenge");
    }

    byte[] connect() {
        final Challenge challenge = new Challenge();
        if (!challenge.wrap(MemorySegment.ofArray(challenge()), 0, Challenge.LENGTH)) {
            throw new AssertionError("the example is none");
        }
        memory.fill((byte) 0x5A);
        Connect.write(memory, 0, challenge, 0);
        return take(Connect.LENGTH);
    }

    byte[] accept() {
        memory.fill((byte) 0x6B);
        return take(Accept.write(memory, 0, HANDSHAKE_ID, 0x0100, 71));
    }

    /** A data packet of a key phase with what the frames' writer wrote. */
    byte[] data(final Direction direction, final long number, final int phase, final Consumer<FrameWriter> write) {
        frames.wrap(memory, PacketHeader.LENGTH, PacketHeader.TEXT_BYTES_MAX);
        write.accept(frames);
        return seal(direction, number, phase, frames.length());
    }

    /** A data packet with any text. */
    byte[] sealed(final Direction direction, final long number, final byte[] text) {
        MemorySegment.copy(MemorySegment.ofArray(text), 0, memory, PacketHeader.LENGTH, text.length);
        return seal(direction, number, 0, text.length);
    }

    private byte[] seal(final Direction direction, final long number, final int phase, final int textLength) {
        final boolean toServer = direction == Direction.TO_SERVER;
        PacketHeader.write(memory, 0, phase & 1, toServer ? SERVER_CID : CLIENT_CID, number);
        MemorySegment.copy(keys, toServer ? 0 : 32, keys, 64, 32);
        for (int step = 0; step < phase; step++) {
            crypto.rekey(keys, 64, 64);
        }
        crypto.seal(keys, 64, number, memory, 0, textLength);
        return take(textLength + PacketHeader.OVERHEAD_BYTES);
    }

    private byte[] take(final int length) {
        return memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Everything a session can hold, in order: handshake, world, messages, a change of keys, an end. */
    void all(final PcapBytes capture) {
        capture.datagram(true, hello()).datagram(false, challenge());
        capture.datagram(true, connect()).datagram(false, accept());
        capture.datagram(true, sealed(Direction.TO_SERVER, 0, wire("text")));
        capture.datagram(false, data(Direction.TO_CLIENT, 0, 0, frames -> {
            frames.acks(0, 7, ~(1L << 1 | 1L << 9));
            frames.pong(7, 1_000_000, 2_000_000, 2_000_500);
            reliable(frames, Channel.CONTROL, 0, "message-enter-world");
            reliable(frames, Channel.CONTROL, 1, "message-announce");
            reliable(frames, Channel.EVENTS, 0, "message-entity-profile");
            reliable(frames, Channel.BULK, 0, "message-world-block");
        }));
        capture.datagram(false, data(Direction.TO_CLIENT, 1, 0, frames -> {
            reliable(frames, Channel.CONTROL, 2, "message-queue-position");
            reliable(frames, Channel.CONTROL, 3, "message-resume-offer");
            counted(frames, FrameType.SNAPSHOT, "snapshot");
        }));
        capture.datagram(true, data(Direction.TO_SERVER, 1, 0, frames -> {
            frames.acks(1, 255, -1L);
            counted(frames, FrameType.INPUT, "input");
            reliable(frames, Channel.GAMEPLAY, 0, "message-echo");
            frames.baseMiss(0, 9);
        }));
        capture.datagram(true, data(Direction.TO_SERVER, 2, 0, frames -> {
            final MemorySegment message = MemorySegment.ofArray(new byte[2_000]);
            MemorySegment.copy(MemorySegment.ofArray(wire("message-echo")), 0, message, 0, 14);
            frames.fragment(Channel.GAMEPLAY.id(), 1, 0, message, 0, 2_000);
        }));
        capture.datagram(false, data(Direction.TO_CLIENT, 3, 1, frames -> {
            frames.path(FrameType.PATH_CHALLENGE, HANDSHAKE_ID);
        }));
        capture.datagram(false, data(Direction.TO_CLIENT, 4, 1, frames -> {
            reliable(frames, Channel.CONTROL, 4, "message-leave-world");
            frames.close(0x2001, MemorySegment.ofArray(new byte[] {'b', 'y', 'e'}), 0, 3);
        }));
    }

    private static void reliable(final FrameWriter frames, final Channel channel, final int id, final String name) {
        final byte[] message = wire(name);
        if (!frames.reliable(channel.id(), id, MemorySegment.ofArray(message), 0, message.length)) {
            throw new AssertionError(name + " does not fit");
        }
    }

    private static void counted(final FrameWriter frames, final int type, final String name) {
        final byte[] body = wire(name);
        if (!frames.counted(type, MemorySegment.ofArray(body), 0, body.length)) {
            throw new AssertionError(name + " does not fit");
        }
    }

    /** A worked example of the wire standard. */
    static byte[] wire(final String name) {
        try {
            final Path file = Path.of("..", "engine", "src", "test", "resources", "wire", name + ".hex");
            return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
