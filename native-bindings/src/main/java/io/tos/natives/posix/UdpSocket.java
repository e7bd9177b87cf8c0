package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A UDP socket of the kernel: {@code socket}, {@code bind}, {@code setsockopt}, {@code getsockopt}, {@code
 * getsockname}, {@code close}. For setting up, on one thread; datagrams are moved with its {@link #descriptor()}.
 */
public final class UdpSocket implements AutoCloseable {
    /** Longest address the kernel writes here, bytes. */
    private static final int ADDRESS_BYTES_MAX = 28;

    /** {@code SK_MEMINFO_DROPS}: which word of {@code SO_MEMINFO} counts datagrams dropped at this socket. */
    private static final int MEMINFO_DROPS = 8;

    private static final int MEMINFO_WORDS = 9;

    private final int family;
    private final Calls calls;
    private final int descriptor;
    private final MemorySegment meminfo = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, MEMINFO_WORDS);
    private final MemorySegment meminfoLength = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
    private boolean closed;

    private UdpSocket(final int family, final Calls calls, final int descriptor) {
        this.family = family;
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /**
     * Mirrors {@code socket}: not blocking, closed on exec.
     *
     * @param family {@code AF_INET} or {@code AF_INET6}.
     * @throws NativeException when the kernel refuses.
     */
    public static UdpSocket open(final int family) {
        final Calls calls = new Calls();
        final int type = Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
        final int descriptor = calls.socket(family, type);
        return new UdpSocket(family, calls, descriptor);
    }

    /** The file descriptor. */
    public int descriptor() {
        return descriptor;
    }

    /** {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return family;
    }

    /**
     * Mirrors {@code bind}.
     *
     * @param address a {@code sockaddr_in} or {@code sockaddr_in6} of this socket's family.
     * @throws NativeException when the kernel refuses.
     */
    public void bind(final MemorySegment address) {
        calls.check("bind", calls.bind(descriptor, address));
    }

    /** Mirrors {@code getsockname}: the port it is bound to, 0 when it is not. */
    public int localPort() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = arena.allocate(ADDRESS_BYTES_MAX, 8);
            final MemorySegment length = arena.allocateFrom(Errno.INT, ADDRESS_BYTES_MAX);
            calls.check("getsockname", Linux.getsockname(descriptor, address, length));
            return Byte.toUnsignedInt(address.get(ValueLayout.JAVA_BYTE, 2)) << 8
                    | Byte.toUnsignedInt(address.get(ValueLayout.JAVA_BYTE, 3));
        }
    }

    /**
     * Mirrors {@code setsockopt} for an {@code int} option.
     *
     * @return 0, or {@code -errno}.
     */
    public int set(final int level, final int option, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            return calls.setOption(descriptor, level, option, arena.allocateFrom(Errno.INT, value));
        }
    }

    /** As {@link #set}, for an option without which the socket is of no use. */
    public void require(final int level, final int option, final int value) {
        calls.check("setsockopt", set(level, option, value));
    }

    /** Mirrors {@code getsockopt} for an {@code int} option. */
    public int option(final int level, final int option) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(Errno.INT);
            final MemorySegment length = arena.allocateFrom(Errno.INT, Integer.BYTES);
            calls.check("getsockopt", Linux.getsockopt(descriptor, level, option, value, length));
            return value.get(Errno.INT, 0);
        }
    }

    /** {@code IPV6_V6ONLY} off: an IPv6 socket takes IPv4 too, as mapped addresses. */
    public void dualStack() {
        require(Linux.SOL_IPV6(), Linux.IPV6_V6ONLY(), 0);
    }

    /** {@code SO_REUSEPORT}: further sockets may be bound to the port of this one. */
    public void sharePort() {
        require(Linux.SOL_SOCKET(), Linux.SO_REUSEPORT(), 1);
    }

    /** {@code IP_PKTINFO} or {@code IPV6_RECVPKTINFO}: each datagram tells which local address it was sent to. */
    public void receivePacketInfo() {
        if (family == Linux.AF_INET6()) {
            require(Linux.SOL_IPV6(), Linux.IPV6_RECVPKTINFO(), 1);
        } else {
            require(Linux.SOL_IP(), Linux.IP_PKTINFO(), 1);
        }
    }

    /** {@code UDP_GRO}: the kernel may hand over several datagrams of one peer as one. Returns 0 or {@code -errno}. */
    public int receiveCoalesced() {
        return set(Linux.SOL_UDP(), Linux.UDP_GRO(), 1);
    }

    /**
     * Asks for a receive buffer: {@code SO_RCVBUFFORCE}, or without the right to it {@code SO_RCVBUF}, which the kernel
     * silently cuts to {@code net.core.rmem_max}.
     *
     * @return bytes granted, in the same measure as asked.
     */
    public int receiveBuffer(final int lengthBytes) {
        if (set(Linux.SOL_SOCKET(), Linux.SO_RCVBUFFORCE(), lengthBytes) != 0) {
            require(Linux.SOL_SOCKET(), Linux.SO_RCVBUF(), lengthBytes);
        }
        return option(Linux.SOL_SOCKET(), Linux.SO_RCVBUF()) / 2; // The kernel doubles what it was asked for.
    }

    /** As {@link #receiveBuffer}, for {@code SO_SNDBUFFORCE} and {@code SO_SNDBUF}. */
    public int sendBuffer(final int lengthBytes) {
        if (set(Linux.SOL_SOCKET(), Linux.SO_SNDBUFFORCE(), lengthBytes) != 0) {
            require(Linux.SOL_SOCKET(), Linux.SO_SNDBUF(), lengthBytes);
        }
        return option(Linux.SOL_SOCKET(), Linux.SO_SNDBUF()) / 2;
    }

    /**
     * Mirrors {@code setsockopt(SO_ATTACH_REUSEPORT_CBPF)}: the program chooses among the sockets of this port.
     *
     * @return 0, or {@code -errno}.
     */
    public int attachSteering(final SocketFilter filter) {
        try (Arena arena = Arena.ofConfined()) {
            return calls.setOption(
                    descriptor, Linux.SOL_SOCKET(), Linux.SO_ATTACH_REUSEPORT_CBPF(), filter.program(arena));
        }
    }

    /**
     * Mirrors {@code getsockopt(SO_MEMINFO)}; allocates nothing.
     *
     * @return datagrams dropped at this socket since it was opened, modulo 2^32; 0 where the kernel does not say.
     */
    public long drops() {
        meminfoLength.set(Errno.INT, 0, MEMINFO_WORDS * Integer.BYTES);
        if (Linux.getsockopt(descriptor, Linux.SOL_SOCKET(), Linux.SO_MEMINFO(), meminfo, meminfoLength) != 0) {
            return 0;
        }
        return Integer.toUnsignedLong(meminfo.get(Errno.INT, MEMINFO_DROPS * 4L));
    }

    /** Mirrors {@code close}; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Linux.close(descriptor);
        }
    }

    /** The calls of which {@code errno} is wanted, with the place it is kept. */
    private static final class Calls {
        private static final MethodHandle SOCKET = Errno.capturing(Linux.socket$address(), Linux.socket$descriptor());
        private static final MethodHandle BIND = Errno.capturing(Linux.bind$address(), Linux.bind$descriptor());
        private static final MethodHandle SETSOCKOPT =
                Errno.capturing(Linux.setsockopt$address(), Linux.setsockopt$descriptor());

        private final MemorySegment capture = Errno.allocate(Arena.ofAuto());

        int socket(final int family, final int type) {
            try {
                return check("socket", result((int) SOCKET.invokeExact(capture, family, type, Linux.IPPROTO_UDP())));
            } catch (final RuntimeException | Error e) {
                throw e;
            } catch (final Throwable e) {
                throw new AssertionError(e);
            }
        }

        int bind(final int descriptor, final MemorySegment address) {
            try {
                return result((int) BIND.invokeExact(capture, descriptor, address, (int) address.byteSize()));
            } catch (final RuntimeException | Error e) {
                throw e;
            } catch (final Throwable e) {
                throw new AssertionError(e);
            }
        }

        int setOption(final int descriptor, final int level, final int option, final MemorySegment value) {
            try {
                return result((int)
                        SETSOCKOPT.invokeExact(capture, descriptor, level, option, value, (int) value.byteSize()));
            } catch (final RuntimeException | Error e) {
                throw e;
            } catch (final Throwable e) {
                throw new AssertionError(e);
            }
        }

        private int result(final int returned) {
            return returned < 0 ? -Errno.of(capture) : returned;
        }

        int check(final String call, final int result) {
            if (result < 0) {
                throw new NativeException(call, -result);
            }
            return result;
        }
    }
}
