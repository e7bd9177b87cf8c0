package io.tos.engine.sim;

import io.tos.engine.crypto.Octets;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.DatagramTap;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Somebody who hears every datagram, sends from any address, and has a real one as well; what he lacks is keys. Attack by
 * attack he sends what he can make of it.
 */
final class Attacker implements DatagramTap, AutoCloseable {
    private static final int OWN_IPV4 = 0x5501_0101;
    private static final int TIME_BUCKET = 16;
    private static final int CHALLENGE_TIME_BUCKET = 24;
    private static final int CLEAR_TOKEN_BYTES = 40;
    private static final int HEARD_MAX = 256;

    private final Simulation simulation;
    private final SplittableRandom random;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment packet = arena.allocate(Hello.LENGTH, 8);
    private final MemorySegment server = arena.allocate(32, 8);
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemoryTransport own;
    private final DatagramHandler onChallenge = this::onChallenge;
    private final List<byte[]> connects = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private byte[] cookie = {};
    private int nextHeard;
    long handshakeId = 0x0A77_ACE8L;

    /** A data packet of a player and where it came from. */
    private record Heard(int ipv4, int port, Octets bytes) {}

    Attacker(final Simulation simulation, final long seed) {
        this.simulation = simulation;
        this.random = new SplittableRandom(seed);
        PeerAddress.setIpv4(server, 0, Simulation.SERVER_IPV4, Simulation.SERVER_PORT);
        this.own = simulation.stranger(OWN_IPV4, 6_666, counters);
        simulation.observe(this);
    }

    @Override
    public void onSent(
            final MemorySegment memory, final long source, final long target, final long payload, final int length) {
        if (PeerAddress.ipv4(memory, target) != Simulation.SERVER_IPV4
                || PeerAddress.ipv4(memory, source) >>> 24 != 0x0A) {
            return;
        }
        final byte[] bytes = memory.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE);
        if (bytes[0] == HandshakePacket.CONNECT) {
            connects.add(bytes);
        } else if (PacketHeader.isData(bytes[0])) {
            final int port =
                    Short.toUnsignedInt(Short.reverseBytes(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, source + 2)));
            final Heard one = new Heard(PeerAddress.ipv4(memory, source), port, Octets.of(bytes));
            if (heard.size() < HEARD_MAX) {
                heard.add(one);
            } else {
                heard.set(nextHeard++ % HEARD_MAX, one);
            }
        }
    }

    /** HELLOs, each from an address of its own that nobody has. */
    void sayHelloFromAnywhere(final int count) {
        Hello.write(packet, 0, random.nextLong(), ProtocolVersion.HIGHEST, 0);
        for (int index = 0; index < count; index++) {
            final int ipv4 = 0x6000_0000 | random.nextInt(0x0FFF_FFFF);
            simulation.inject(ipv4, 1 + random.nextInt(65_535), packet, Hello.LENGTH);
        }
    }

    /** From the own address, with a cookie that is right: a token of noise. */
    void connectWithNoise() {
        final byte[] bytes = ownConnect();
        for (int at = Connect.TOKEN + CLEAR_TOKEN_BYTES; at < Connect.TOKEN + Connect.TOKEN_BYTES; at++) {
            bytes[at] = (byte) random.nextInt();
        }
        send(bytes);
    }

    /** From the own address, with a cookie that is right: what a player once sent. */
    void connectWithAPlayersToken() {
        send(ownConnect());
    }

    /** What a player once sent, as it was, from his address and from elsewhere. */
    void repeatConnects() {
        final byte[] bytes = connects.get(random.nextInt(connects.size()));
        inject(0x0A00_0001 + (random.nextInt(16) << 8), 40_000, bytes);
        inject(OWN_IPV4 + 1, 7_777, bytes);
    }

    /** Packets of a player with numbers to come and tags that are wrong, from his own address. */
    void forgeData(final int count) {
        for (int index = 0; index < count; index++) {
            final Heard one = heard.get(random.nextInt(heard.size()));
            final byte[] forged = one.bytes().toBytes();
            forged[5] += (byte) (1 + random.nextInt(40));
            forged[forged.length - 1] ^= 0x10;
            inject(one.ipv4(), one.port(), forged);
        }
    }

    /** Packets of players again, from where they came from and from elsewhere. */
    void repeatData(final int count) {
        for (int index = 0; index < count; index++) {
            final Heard one = heard.get(random.nextInt(heard.size()));
            inject(
                    index % 2 == 0 ? one.ipv4() : OWN_IPV4 + 2,
                    one.port(),
                    one.bytes().toBytes());
        }
    }

    /** Asks for a cookie; it is there a step later. */
    void askForACookie() {
        Hello.write(packet, 0, handshakeId, ProtocolVersion.HIGHEST, 0);
        send(packet.asSlice(0, Hello.LENGTH).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Takes what came. */
    void listen() {
        own.poll(onChallenge, 4_096);
    }

    private byte[] ownConnect() {
        final byte[] bytes = connects.get(random.nextInt(connects.size())).clone();
        for (int index = 0; index < Long.BYTES; index++) {
            bytes[1 + index] = (byte) (handshakeId >>> (8 * index));
        }
        System.arraycopy(cookie, 0, bytes, TIME_BUCKET, cookie.length);
        return bytes;
    }

    private void onChallenge(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        if (length == Challenge.LENGTH) {
            cookie = memory.asSlice(payload + CHALLENGE_TIME_BUCKET, Integer.BYTES + Challenge.COOKIE_BYTES)
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private void send(final byte[] bytes) {
        final long slot = own.claim();
        MemorySegment.copy(bytes, 0, own.sendMemory(), ValueLayout.JAVA_BYTE, slot, bytes.length);
        own.send(server, 0, slot, bytes.length);
        own.flush();
    }

    private void inject(final int ipv4, final int port, final byte[] bytes) {
        MemorySegment.copy(bytes, 0, packet, ValueLayout.JAVA_BYTE, 0, bytes.length);
        simulation.inject(ipv4, port, packet, bytes.length);
    }

    @Override
    public void close() {
        simulation.observe(null);
        own.close();
        arena.close();
    }
}
