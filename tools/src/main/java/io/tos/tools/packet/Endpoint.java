package io.tos.tools.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Address and port of one side of a datagram.
 *
 * @param host in text.
 */
record Endpoint(String host, int port) {
    private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

    /** Reads an address of 4 or 16 bytes. */
    static Endpoint of(final MemorySegment bytes, final long at, final int addressBytes, final int port) {
        try {
            final byte[] address = bytes.asSlice(at, addressBytes).toArray(ValueLayout.JAVA_BYTE);
            final InetAddress host = InetAddress.getByAddress(address);
            final String text = String.valueOf(host.getHostAddress());
            return new Endpoint(
                    host instanceof Inet6Address ? '[' + ZEROS.matcher(text).replaceFirst("::") + ']' : text, port);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + addressBytes, e);
        }
    }

    @Override
    public String toString() {
        return host + ':' + port;
    }
}
