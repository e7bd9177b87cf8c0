package io.tos.natives.uring;

import io.tos.natives.linux.Linux;
import io.tos.natives.posix.Errno;
import io.tos.natives.posix.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** Whether io_uring can be used here, as we use it, and if not, why: one clear line. */
public final class UringSupport {
    private static final String LIBRARY = "liburing.so.2";
    private static final int PROBE_ENTRIES = 4;

    private UringSupport() {}

    /**
     * Makes a small ring with a ring of provided buffers, as the transport does, and closes it.
     *
     * @param setup makes the ring.
     * @return empty when all of it works, else the reason.
     */
    public static String probe(final RingSetup setup) {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return "io_uring needs Linux";
        }
        final String missing = missingLibrary();
        return missing.isEmpty() ? tryRing(setup) : missing;
    }

    private static String missingLibrary() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(LIBRARY, arena);
            return "";
        } catch (final IllegalArgumentException absent) {
            return LIBRARY + " is missing (Debian: apt install liburing2)";
        }
    }

    private static String tryRing(final RingSetup setup) {
        try (Arena arena = Arena.ofConfined();
                Ring ring = Ring.open(setup, PROBE_ENTRIES, PROBE_ENTRIES)) {
            final MemorySegment entries = arena.allocate(
                    (long) PROBE_ENTRIES * ProvidedBuffers.ENTRY_BYTES, ProvidedBuffers.RING_ALIGNMENT_BYTES);
            new ProvidedBuffers(entries, arena.allocate(PROBE_ENTRIES), PROBE_ENTRIES, 1).register(ring, 0);
            return "";
        } catch (final NativeException refused) {
            return reason(refused);
        }
    }

    /** What a failed set-up means to whoever runs the server. */
    public static String reason(final NativeException refused) {
        final int errno = refused.errno();
        final String name = Errno.name(errno);
        if (errno == Linux.EPERM() || errno == Linux.EACCES()) {
            return "io_uring is forbidden here (" + name + ": seccomp, or sysctl kernel.io_uring_disabled)";
        }
        if (errno == Linux.ENOSYS()) {
            return "this kernel has no io_uring (" + name + ")";
        }
        if (errno == Linux.EINVAL()) {
            return "this kernel is too old for io_uring with deferred task run, needs 6.1 (" + name + ")";
        }
        if (errno == Linux.ENOMEM()) {
            return "no memory for io_uring (" + name + ": ulimit -l, or the memory limit of the container)";
        }
        return "io_uring cannot be set up (" + refused.call() + ": " + name + ")";
    }
}
