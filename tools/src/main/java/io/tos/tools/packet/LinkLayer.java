package io.tos.tools.packet;

import java.lang.foreign.MemorySegment;

/** Finds the IP packet in a captured frame. Link types are those of the tcpdump group's registry. */
final class LinkLayer {
    /** What {@link #ip} says when a frame holds something else. */
    static final int NOT_IP = -1;

    /** What {@link #ip} says when a frame ends too early to know. */
    static final int CUT = -2;

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_OLD = 12;
    private static final int RAW_BSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int COOKED = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int COOKED2 = 276;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int VLAN_TAG_BYTES = 4;
    private static final int ETHERNET_TYPE_AT = 12;
    private static final int COOKED_TYPE_AT = 14;
    private static final int COOKED2_HEAD_BYTES = 20;
    private static final int FAMILY_BYTES = 4;

    private LinkLayer() {}

    /** Refuses link types that cannot be read. */
    static void check(final int linkType) throws CaptureException {
        if (name(linkType).isEmpty()) {
            throw new CaptureException("cannot read link type " + linkType
                    + "; capture on one interface, or with tcpdump -y EN10MB, LINUX_SLL, LINUX_SLL2, RAW or NULL");
        }
    }

    /** What people call it, or nothing if it is unknown here. */
    static String name(final int linkType) {
        return switch (linkType) {
            case ETHERNET -> "Ethernet";
            case COOKED -> "Linux cooked";
            case COOKED2 -> "Linux cooked v2";
            case RAW, RAW_OLD, RAW_BSD, IPV4, IPV6 -> "raw IP";
            case NULL, LOOP -> "loopback";
            default -> "";
        };
    }

    /** Where the IP packet begins, {@link #NOT_IP} or {@link #CUT}. */
    static int ip(final MemorySegment frame, final int linkType) {
        return switch (linkType) {
            case ETHERNET -> behindType(frame, ETHERNET_TYPE_AT);
            case COOKED -> behindType(frame, COOKED_TYPE_AT);
            case COOKED2 -> cooked2(frame);
            case NULL, LOOP -> FAMILY_BYTES;
            default -> 0;
        };
    }

    /** Steps over VLAN tags, from the place of the first EtherType on. */
    private static int behindType(final MemorySegment frame, final int firstTypeAt) {
        int typeAt = firstTypeAt;
        while (typeAt + 2 <= frame.byteSize()) {
            switch (NetworkOrder.u16(frame, typeAt)) {
                case TYPE_IPV4, TYPE_IPV6 -> {
                    return typeAt + 2;
                }
                case 0x8100, 0x88A8, 0x9100 -> typeAt += VLAN_TAG_BYTES;
                default -> {
                    return NOT_IP;
                }
            }
        }
        return CUT;
    }

    /** The type comes first there, and VLAN tags, if any, behind the head. */
    private static int cooked2(final MemorySegment frame) {
        if (frame.byteSize() < COOKED2_HEAD_BYTES) {
            return CUT;
        }
        return switch (NetworkOrder.u16(frame, 0)) {
            case TYPE_IPV4, TYPE_IPV6 -> COOKED2_HEAD_BYTES;
            case 0x8100, 0x88A8, 0x9100 -> behindType(frame, COOKED2_HEAD_BYTES + 2);
            default -> NOT_IP;
        };
    }
}
