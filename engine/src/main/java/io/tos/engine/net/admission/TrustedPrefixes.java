package io.tos.engine.net.admission;

import io.tos.engine.net.PeerAddress;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Address ranges that the per-host and per-prefix limits do not bind: load generators. The list is logged at start; the
 * attack suite runs with it empty. Immutable.
 */
public final class TrustedPrefixes {
    /** Nobody. */
    public static final TrustedPrefixes NONE = new TrustedPrefixes(List.of());

    /** This host only. */
    public static final TrustedPrefixes LOOPBACK = new TrustedPrefixes(List.of("127.0.0.0/8", "::1/128"));

    private static final int MAPPED_BITS = 96;
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private final List<String> ranges;
    private final long[] high;
    private final long[] low;
    private final int[] bits;

    /** @param cidrs like {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a bad one throws with its text. */
    public TrustedPrefixes(final List<String> cidrs) {
        this.ranges = List.copyOf(cidrs);
        this.high = new long[ranges.size()];
        this.low = new long[ranges.size()];
        this.bits = new int[ranges.size()];
        for (int index = 0; index < bits.length; index++) {
            try {
                parse(index, ranges.get(index));
            } catch (final IllegalArgumentException wrong) {
                throw new IllegalArgumentException("not an address range: " + ranges.get(index), wrong);
            }
        }
    }

    /** Whether a peer is in one of the ranges. */
    boolean contains(final MemorySegment memory, final long address) {
        if (bits.length == 0) {
            return false;
        }
        final boolean isIpv4 = Prefix.isIpv4(memory, address);
        final long peerHigh = isIpv4 ? 0 : PeerAddress.ipv6High(memory, address);
        final long peerLow = isIpv4 ? MAPPED | Prefix.ipv4(memory, address) : PeerAddress.ipv6Low(memory, address);
        for (int index = 0; index < bits.length; index++) {
            if (((peerHigh ^ high[index]) & highMask(bits[index])) == 0
                    && ((peerLow ^ low[index]) & lowMask(bits[index])) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The ranges, for the log; "none" if empty. */
    @Override
    public String toString() {
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    /** All ranges are kept as IPv6: IPv4 ones mapped, 96 bits longer. */
    private void parse(final int index, final String cidr) {
        final int slash = cidr.indexOf('/');
        final String text = slash < 0 ? cidr : cidr.substring(0, slash);
        final InetAddress address = InetAddress.ofLiteral(text);
        if (address instanceof Inet4Address && !address.getHostAddress().equals(text)) {
            throw new IllegalArgumentException("an IPv4 address has four numbers: " + text); // 10.1 means 10.0.0.1
        }
        final byte[] bytes = address.getAddress();
        final int longest = bytes.length * Byte.SIZE;
        final int length = slash < 0 ? longest : Integer.parseInt(cidr.substring(slash + 1));
        if (length < 0 || length > longest) {
            throw new IllegalArgumentException("length must be 0 to " + longest + ": " + length);
        }
        for (int place = 0; place < bytes.length; place++) {
            final long value = bytes[place] & 0xFFL;
            if (bytes.length - place > Long.BYTES) {
                high[index] = high[index] << Byte.SIZE | value;
            } else {
                low[index] = low[index] << Byte.SIZE | value;
            }
        }
        final boolean isIpv4 = longest == Integer.SIZE;
        low[index] |= isIpv4 ? MAPPED : 0;
        bits[index] = isIpv4 ? length + MAPPED_BITS : length;
    }

    private static long highMask(final int length) {
        return length == 0 ? 0 : -1L << Math.max(0, 64 - length);
    }

    private static long lowMask(final int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }
}
