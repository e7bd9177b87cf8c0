package io.tos.tools.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes a capture file into memory, in every form the reader knows. Client 192.0.2.10:40001, server 192.0.2.1:3565. */
final class PcapBytes {
    static final int ETHERNET = 1;
    static final long START_SECONDS = 1_800_000_000L;

    private static final byte[] CLIENT = {(byte) 192, 0, 2, 10};
    private static final byte[] SERVER = {(byte) 192, 0, 2, 1};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final boolean nanoseconds;
    private final int linkType;
    private long timeNs;

    PcapBytes(final ByteOrder order, final boolean nanoseconds, final int linkType) {
        this.order = order;
        this.nanoseconds = nanoseconds;
        this.linkType = linkType;
        final ByteBuffer head = ByteBuffer.allocate(24).order(order);
        head.putInt(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4).putShort((short) 2).putShort((short) 4);
        head.putLong(0).putInt(262_144).putInt(linkType);
        out.writeBytes(head.array());
    }

    static PcapBytes plain() {
        return new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, ETHERNET);
    }

    /** Adds a datagram over IPv4, 16.667 ms after the last. */
    PcapBytes datagram(final boolean toServer, final byte[] payload) {
        return frame(link(ipv4(toServer, payload), false), Integer.MAX_VALUE);
    }

    /** Adds a datagram over IPv6. */
    PcapBytes datagramV6(final boolean toServer, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(48 + payload.length);
        packet.putInt(0x60000000)
                .putShort((short) (8 + payload.length))
                .put((byte) 17)
                .put((byte) 64);
        final byte[] client = {0x20, 1, 0xD, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
        final byte[] server = {0x20, 1, 0xD, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        packet.put(toServer ? client : server).put(toServer ? server : client);
        udp(packet, toServer, payload);
        return frame(link(packet.array(), true), Integer.MAX_VALUE);
    }

    /** Adds a datagram of which only the first bytes of the frame were kept. */
    PcapBytes cut(final boolean toServer, final byte[] payload, final int kept) {
        return frame(link(ipv4(toServer, payload), false), kept);
    }

    /** Adds any frame. */
    PcapBytes frame(final byte[] frame, final int keptMax) {
        final int kept = Math.min(frame.length, keptMax);
        final ByteBuffer record = ByteBuffer.allocate(16 + kept).order(order);
        record.putInt((int) (START_SECONDS + timeNs / 1_000_000_000L));
        record.putInt((int) (timeNs % 1_000_000_000L / (nanoseconds ? 1 : 1_000)));
        record.putInt(kept).putInt(frame.length).put(frame, 0, kept);
        out.writeBytes(record.array());
        timeNs += 16_667_000;
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** With eight bytes of options, so that nobody counts on a head of 20. */
    private static byte[] ipv4(final boolean toServer, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(36 + payload.length);
        packet.put((byte) 0x47).put((byte) 0).putShort((short) (36 + payload.length));
        packet.putInt(0x4000).put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.put(toServer ? CLIENT : SERVER).put(toServer ? SERVER : CLIENT).putLong(0x0101010101010100L);
        udp(packet, toServer, payload);
        return packet.array();
    }

    private static void udp(final ByteBuffer packet, final boolean toServer, final byte[] payload) {
        packet.putShort((short) (toServer ? 40_001 : 3565)).putShort((short) (toServer ? 3565 : 40_001));
        packet.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    }

    private byte[] link(final byte[] packet, final boolean v6) {
        final short type = (short) (v6 ? 0x86DD : 0x0800);
        final ByteBuffer frame = ByteBuffer.allocate(64 + packet.length);
        switch (linkType) {
            case ETHERNET -> // Two tags deep, and padded behind as short frames are.
                frame.put(new byte[12])
                        .putShort((short) 0x88A8)
                        .putShort((short) 7)
                        .putShort((short) 0x8100)
                        .putShort((short) 9)
                        .putShort(type);
            case 113 -> frame.put(new byte[14]).putShort(type);
            case 276 -> frame.putShort(type).put(new byte[18]);
            case 0 -> frame.putInt(0x02000000);
            default -> {}
        }
        frame.put(packet);
        return Arrays.copyOf(frame.array(), frame.position() + (linkType == ETHERNET ? 6 : 0));
    }
}
