package io.tos.engine.net;

import io.tos.engine.net.TransportConfig.Kind;
import org.junit.jupiter.api.Nested;

/** The contract, run against every transport and address family. */
final class TransportContractTest {
    private static TransportFixture fixture(final Kind kind, final String bindAddress, final String target) {
        return new SocketFixture(
                TransportConfig.DEFAULT
                        .withKind(kind)
                        .withBindAddress(bindAddress)
                        .withPort(0),
                target);
    }

    /** io_uring, IPv4. */
    @Nested
    final class Uring extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.URING, "127.0.0.1", "127.0.0.1");
        }
    }

    /** io_uring, IPv6. */
    @Nested
    final class UringWide extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.URING, "::", "::1");
        }
    }

    /** io_uring on an IPv6 socket, IPv4 peers. */
    @Nested
    final class UringDual extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.URING, "::", "127.0.0.1");
        }
    }

    /** recvmmsg and sendmmsg, IPv4. */
    @Nested
    final class Mmsg extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.MMSG, "127.0.0.1", "127.0.0.1");
        }
    }

    /** recvmmsg and sendmmsg, IPv6. */
    @Nested
    final class MmsgWide extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.MMSG, "::", "::1");
        }
    }

    /** recvmmsg and sendmmsg, several datagrams of a peer as one message where the kernel offers it. */
    @Nested
    final class MmsgCoalesced extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return new SocketFixture(
                    TransportConfig.DEFAULT
                            .withKind(Kind.MMSG)
                            .withBindAddress("::")
                            .withPort(0)
                            .withGro(true),
                    "127.0.0.1");
        }
    }

    /** The JDK's channels, IPv4. */
    @Nested
    final class Udp extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.UDP, "127.0.0.1", "127.0.0.1");
        }
    }

    /** The JDK's channels, IPv6 socket, IPv4 peers. */
    @Nested
    final class UdpDual extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return fixture(Kind.UDP, "::", "127.0.0.1");
        }
    }

    /** In memory, without a kernel. */
    @Nested
    final class Memory extends TransportContract {
        @Override
        TransportFixture newFixture() {
            return new MemoryFixture();
        }
    }
}
