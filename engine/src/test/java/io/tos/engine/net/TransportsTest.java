package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.TransportConfig.Kind;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.linux.Linux;
import io.tos.natives.uring.RingSetup;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Transports}: what is chosen, what is said about it, and what is refused in one line. */
final class TransportsTest {
    private static final TransportConfig LOOPBACK =
            TransportConfig.DEFAULT.withBindAddress("127.0.0.1").withPort(0);

    @Test
    void shouldChooseUringWhenItWorks() {
        try (Transports transports = open(LOOPBACK, RingSetup.KERNEL)) {
            assertEquals(Kind.URING, transports.kind());
            assertEquals("uring", transports.name());
            assertTrue(transports.reason().startsWith("uring: the best here"), transports.reason());
        }
    }

    @ParameterizedTest
    @CsvSource({"EPERM, forbidden here", "ENOSYS, has no io_uring", "EINVAL, needs 6.1", "ENOMEM, no memory"})
    void shouldFallBackAndSayWhyWhenTheSetUpCallFails(final String name, final String words) {
        final int errno = switch (name) {
            case "EPERM" -> Linux.EPERM();
            case "ENOSYS" -> Linux.ENOSYS();
            case "EINVAL" -> Linux.EINVAL();
            default -> Linux.ENOMEM();
        };
        try (Transports transports = open(LOOPBACK, (entries, ring, params) -> -errno)) {
            assertEquals(Kind.MMSG, transports.kind());
            assertTrue(transports.reason().startsWith("mmsg: "), transports.reason());
            assertTrue(transports.reason().contains(words), transports.reason());
            assertTrue(transports.reason().contains(name), transports.reason());
            assertEquals(1, transports.reason().lines().count());
        }
    }

    @Test
    void shouldRefuseInOneLineWhenUringIsForcedAndCannotBe() {
        final TransportException refused = assertThrows(
                TransportException.class,
                () -> open(LOOPBACK.withKind(Kind.URING), (entries, ring, params) -> -Linux.EPERM()));

        assertEquals(
                "network.transport uring cannot be used: "
                        + "io_uring is forbidden here (EPERM: seccomp, or sysctl kernel.io_uring_disabled)",
                refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"URING", "MMSG", "UDP"})
    void shouldNameTheKindWhenItIsForced(final Kind kind) {
        try (Transports transports = open(LOOPBACK.withKind(kind), RingSetup.KERNEL)) {
            assertEquals(kind, transports.kind());
            assertEquals(transports.name() + ": as configured", transports.reason());
            assertTrue(transports.port() > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"URING, 1", "URING, 4", "MMSG, 1", "MMSG, 4", "UDP, 1"})
    void shouldSayInUseWhenThePortIsTaken(final Kind kind, final int shards) {
        try (Transports first = open(LOOPBACK.withKind(kind), RingSetup.KERNEL)) {
            final TransportConfig same =
                    LOOPBACK.withKind(kind).withPort(first.port()).withShards(shards);

            final TransportException refused =
                    assertThrows(TransportException.class, () -> open(same, RingSetup.KERNEL));

            assertEquals("UDP 127.0.0.1 port " + first.port() + " is in use by another process", refused.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"URING", "MMSG", "UDP"})
    void shouldSayNoSuchAddressWhenItIsNotOurs(final Kind kind) {
        final TransportException refused = assertThrows(
                TransportException.class,
                () -> open(LOOPBACK.withKind(kind).withBindAddress("198.51.100.7"), RingSetup.KERNEL));

        assertEquals("UDP 198.51.100.7 port 0 cannot be bound: this machine has no such address", refused.getMessage());
    }

    @Test
    void shouldSayNoPermissionWhenTheKernelRefusesThePort() {
        final TransportException refused =
                Transports.bindFailure(LOOPBACK.withPort(80), "EACCES", new IllegalStateException("refused"));

        assertEquals(
                "no permission to bind UDP 127.0.0.1 port 80 (ports below 1024 need CAP_NET_BIND_SERVICE)",
                refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"URING", "MMSG", "UDP"})
    void shouldBindTheSamePortAgainWhenClosed(final Kind kind) {
        int port = 0;
        for (int round = 0; round < 5; round++) {
            try (Transports transports = open(LOOPBACK.withKind(kind).withPort(port), RingSetup.KERNEL)) {
                transports.shard(0).open();
                port = transports.port();
                transports.shard(0).close();
            }
        }
        assertTrue(port > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, 70_000})
    void shouldRefuseTheConfigurationWhenThePortIsOutOfRange(final int port) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> LOOPBACK.withPort(port));

        assertEquals("network.port must be 0 to 65535: " + port, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 32})
    void shouldRefuseTheConfigurationWhenShardsAreNoPowerOfTwo(final int shards) {
        assertThrows(IllegalArgumentException.class, () -> LOOPBACK.withShards(shards));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "", "1.2.3", "::g"})
    void shouldRefuseTheConfigurationWhenTheAddressIsNoLiteral(final String address) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> LOOPBACK.withBindAddress(address));

        assertEquals("network.bindAddress must be an IPv4 or IPv6 address: " + address, refused.getMessage());
    }

    private static Transports open(final TransportConfig config, final RingSetup setup) {
        final List<Counters> counters = IntStream.range(0, config.shards())
                .mapToObj(shard -> new Counters(Arena.ofAuto().allocate(Counters.BLOCK_BYTES, 64), 0))
                .toList();
        return Transports.open(config, counters, setup);
    }
}
