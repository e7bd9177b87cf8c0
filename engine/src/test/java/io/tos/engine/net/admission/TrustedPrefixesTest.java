package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tos.engine.net.PeerAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address ranges: what is in them, how hosts and prefixes are counted, and what is no range. */
final class TrustedPrefixesTest {
    private final MemorySegment slot = Arena.ofAuto().allocate(32, 8);

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 0x0A010203, true",
        "10.0.0.0/8, 0x0B010203, false",
        "192.168.1.0/24, 0xC0A801FF, true",
        "192.168.1.0/24, 0xC0A80200, false",
        "192.168.1.7, 0xC0A80107, true",
        "192.168.1.7, 0xC0A80106, false",
        "0.0.0.0/0, 0xFFFFFFFF, true",
        "::/0, 0x01020304, true",
        "2001:db8::/32, 0x01020304, false",
    })
    void shouldKnowIpv4PeersWhenBareOrMapped(final String cidr, final String ip, final boolean isIn) {
        final TrustedPrefixes prefixes = new TrustedPrefixes(List.of(cidr));
        final int address = Long.decode(ip).intValue();
        PeerAddress.setIpv4(slot, 0, address, 5);
        final boolean bare = prefixes.contains(slot, 0);
        PeerAddress.setIpv6(slot, 0, 0, 0xFFFF_0000_0000L | Integer.toUnsignedLong(address), 5);

        assertEquals(isIn, bare);
        assertEquals(isIn, prefixes.contains(slot, 0));
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::/32, true", "2001:db8:0:1::/64, true", "2001:db8:0:2::/64, false", "::1/128, false"})
    void shouldKnowIpv6Peers(final String cidr, final boolean isIn) {
        PeerAddress.setIpv6(slot, 0, 0x2001_0DB8_0000_0001L, 99, 5);

        assertEquals(isIn, new TrustedPrefixes(List.of(cidr)).contains(slot, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/-1", "example.org/8", "::/129", "1.2.3.4/x"})
    void shouldNameTheTextWhenItIsNoRange(final String cidr) {
        final var wrong = assertThrows(IllegalArgumentException.class, () -> new TrustedPrefixes(List.of(cidr)));

        assertEquals("not an address range: " + cidr, wrong.getMessage());
    }

    @Test
    void shouldCountMappedAndBareIpv4AsOneHost() {
        PeerAddress.setIpv4(slot, 0, 0x0A010203, 5);
        final long host = Prefix.host(slot, 0);
        final long wide = Prefix.wide(slot, 0);
        PeerAddress.setIpv6(slot, 0, 0, 0xFFFF_0A01_0203L, 6);

        assertEquals(host, Prefix.host(slot, 0));
        assertEquals(wide, Prefix.wide(slot, 0));
    }

    @Test
    void shouldCountIpv6BySixtyFourAndFiftySix() {
        PeerAddress.setIpv6(slot, 0, 0x2001_0DB8_0000_0001L, 1, 5);
        final long host = Prefix.host(slot, 0);
        final long wide = Prefix.wide(slot, 0);
        PeerAddress.setIpv6(slot, 0, 0x2001_0DB8_0000_0002L, 2, 5);

        assertNotEquals(host, Prefix.host(slot, 0));
        assertEquals(wide, Prefix.wide(slot, 0));
    }
}
