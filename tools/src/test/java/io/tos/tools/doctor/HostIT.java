package io.tos.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Reads the kernel's own files. */
final class HostIT {
    private static final int SMALLEST_PID_MAX = 301;

    @Test
    void shouldReadAWholeSettingWhenTheKernelGivesItOnlyOnce() {
        assertTrue(Host.local().number("proc/sys/kernel/pid_max") >= SMALLEST_PID_MAX);
    }

    @Test
    void shouldAnswerEmptyWhenAFileOrACommandIsNotThere() {
        assertEquals("", Host.local().text("proc/sys/kernel/no_such_setting"));
        assertEquals("", Host.local().version().apply("no-such-command-here"));
    }
}
