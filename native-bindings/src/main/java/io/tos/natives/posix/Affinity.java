package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** Which cores the calling thread may run on, and how readily: {@code sched_setaffinity}, {@code setpriority}. */
public final class Affinity {
    /** Cores a mask has room for. */
    public static final int CORES_MAX = 1024;

    private static final MethodHandle SETAFFINITY =
            Errno.capturing(Linux.sched_setaffinity$address(), Linux.sched_setaffinity$descriptor());
    private static final MethodHandle SETPRIORITY =
            Errno.capturing(Linux.setpriority$address(), Linux.setpriority$descriptor());

    private Affinity() {}

    /**
     * Mirrors {@code sched_setaffinity} for the calling thread.
     *
     * @param cores numbered from 0, below {@link #CORES_MAX}, at least one.
     * @return 0, or {@code -errno}: {@code -EINVAL} when the machine has none of them.
     */
    public static int pin(final BitSet cores) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CORES_MAX / Byte.SIZE, Long.BYTES);
            final byte[] bits = cores.toByteArray();
            MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
            final MemorySegment capture = Errno.allocate(arena);
            final int result = (int) SETAFFINITY.invokeExact(capture, 0, mask.byteSize(), mask);
            return result < 0 ? -Errno.of(capture) : 0;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Mirrors {@code sched_getaffinity}: the cores the calling thread may run on. */
    public static BitSet cores() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CORES_MAX / Byte.SIZE, Long.BYTES);
            if (Linux.sched_getaffinity(0, mask.byteSize(), mask) < 0) {
                throw new NativeException("sched_getaffinity", Linux.EINVAL());
            }
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /**
     * Mirrors {@code setpriority(PRIO_PROCESS)} for the calling thread alone, as Linux does it.
     *
     * @param nice -20, the most eager, to 19.
     * @return 0, or {@code -errno}: {@code -EACCES} without the right to become more eager.
     */
    public static int prioritise(final int nice) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment capture = Errno.allocate(arena);
            final int result = (int) SETPRIORITY.invokeExact(capture, Linux.PRIO_PROCESS(), Linux.gettid(), nice);
            return result < 0 ? -Errno.of(capture) : 0;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }
}
