package io.tos.natives.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.natives.linux.Linux;
import io.tos.natives.posix.NativeException;
import org.junit.jupiter.api.Test;

/** {@link UringSupport}: a reason for everything that can go wrong. */
final class UringSupportTest {
    @Test
    void shouldSayForbiddenWhenTheKernelSaysPermission() {
        assertEquals(
                "io_uring is forbidden here (EPERM: seccomp, or sysctl kernel.io_uring_disabled)",
                reason(Linux.EPERM()));
    }

    @Test
    void shouldSayAbsentWhenTheKernelDoesNotKnowTheCall() {
        assertEquals("this kernel has no io_uring (ENOSYS)", reason(Linux.ENOSYS()));
    }

    @Test
    void shouldSayTooOldWhenTheKernelDoesNotKnowAFlag() {
        assertTrue(reason(Linux.EINVAL()).contains("needs 6.1 (EINVAL)"));
    }

    @Test
    void shouldSayMemoryWhenThereIsNone() {
        assertTrue(reason(Linux.ENOMEM()).contains("no memory for io_uring (ENOMEM"));
    }

    @Test
    void shouldNameCallAndErrorWhenItIsSomethingElse() {
        assertEquals("io_uring cannot be set up (f: EFAULT)", reason(Linux.EFAULT()));
    }

    private static String reason(final int errno) {
        return UringSupport.reason(new NativeException("f", errno));
    }
}
