package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** {@code errno}: numbers and names, and the way to keep it across the return of a call into Java. */
public final class Errno {
    /** No such IPv6 or IPv4 support: {@code EAFNOSUPPORT}. */
    public static final int EAFNOSUPPORT = 97;

    /** The address is none of this machine's: {@code EADDRNOTAVAIL}. */
    public static final int EADDRNOTAVAIL = 99;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle VALUE = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Errno() {}

    /** A handle whose first argument is a segment of {@link #allocate} that takes {@code errno}. */
    static MethodHandle capturing(final MemorySegment address, final FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** Where {@code errno} is kept for one thread's calls. */
    static MemorySegment allocate(final Arena arena) {
        return arena.allocate(CAPTURE);
    }

    /** What the last call left there, positive. */
    static int of(final MemorySegment capture) {
        return (int) VALUE.get(capture, 0L);
    }

    /** What {@code strerror} would say first: the symbolic name, or {@code errno N} for one we never meet. */
    public static String name(final int errno) {
        for (final Known known : Known.ALL) {
            if (known.errno == errno) {
                return known.name;
            }
        }
        return "errno " + errno;
    }

    /** A number with its name. */
    private record Known(int errno, String name) {
        private static final Known[] ALL = {
            new Known(Linux.EPERM(), "EPERM"),
            new Known(Linux.ENOENT(), "ENOENT"),
            new Known(Linux.EINTR(), "EINTR"),
            new Known(Linux.EBADF(), "EBADF"),
            new Known(Linux.EAGAIN(), "EAGAIN"),
            new Known(Linux.ENOMEM(), "ENOMEM"),
            new Known(Linux.EACCES(), "EACCES"),
            new Known(Linux.EFAULT(), "EFAULT"),
            new Known(Linux.EBUSY(), "EBUSY"),
            new Known(Linux.EINVAL(), "EINVAL"),
            new Known(Linux.ENOSYS(), "ENOSYS"),
            new Known(Linux.EMSGSIZE(), "EMSGSIZE"),
            new Known(Linux.EOPNOTSUPP(), "EOPNOTSUPP"),
            new Known(EAFNOSUPPORT, "EAFNOSUPPORT"),
            new Known(Linux.EADDRINUSE(), "EADDRINUSE"),
            new Known(EADDRNOTAVAIL, "EADDRNOTAVAIL"),
            new Known(Linux.ENOBUFS(), "ENOBUFS"),
            new Known(Linux.ECONNREFUSED(), "ECONNREFUSED"),
        };
    }

    /** A C {@code int}, for options and lengths. */
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
}
