package io.tos.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.control.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real profiler in this process: it must find the method that burns the time. */
final class ProfilerIT {
    private static final long BURN_NS = 400_000_000L;

    @TempDir
    private Path folder;

    private long sink;

    private void burnVisibly() {
        final long endNs = System.nanoTime() + BURN_NS;
        while (System.nanoTime() - endNs < 0) {
            for (int step = 0; step < 1000; step++) {
                sink = sink * 6364136223846793005L + step;
            }
        }
    }

    @Test
    void shouldNameTheMethodThatBurnsTimeInBothResultsWhenProfiled() throws IOException {
        final Profiler profiler = new Profiler(folder.resolve("profiles"));

        final Profiler.Run begun = profiler.start("cpu", 5, "here");
        burnVisibly();
        final Profiler.Run ended = profiler.stop();

        assertEquals(begun, ended);
        assertTrue(begun.event().equals("cpu") || !begun.reason().isEmpty(), "another event has a reason");
        assertTrue(Files.readString(ended.flameGraph()).contains("ProfilerIT.burnVisibly"), "in the flame graph");
        boolean isRecorded = false;
        for (final RecordedEvent event : RecordingFile.readAllEvents(ended.recording())) {
            isRecorded |= event.getStackTrace() != null
                    && event.getStackTrace().getFrames().stream()
                            .anyMatch(frame -> frame.getMethod().getName().equals("burnVisibly"));
        }
        assertTrue(isRecorded, "in the recording");
    }

    @Test
    void shouldRefuseASecondRunAndAStopWithoutOneWhenAskedInTheWrongOrder() {
        final Profiler profiler = new Profiler(folder);
        assertEquals(
                "not_profiling",
                assertThrows(ControlException.class, profiler::stop).code());
        profiler.start("wall", 5, "first");
        assertEquals(
                "busy",
                assertThrows(ControlException.class, () -> profiler.start("cpu", 5, "second"))
                        .code());
        profiler.stop();
    }

    @Test
    void shouldRefuseWhatIsNoEventNoTimeOrNoPlainNameWhenAsked() {
        final Profiler profiler = new Profiler(folder);
        for (final String name : new String[] {"", "../outside", "a,b", "x/y"}) {
            assertThrows(ControlException.class, () -> profiler.start("cpu", 5, name), name);
        }
        assertThrows(ControlException.class, () -> profiler.start("cpu,interval=1", 5, "x"));
        assertThrows(ControlException.class, () -> profiler.start("cpu", 0, "x"));
        assertThrows(ControlException.class, () -> profiler.start("cpu", Profiler.SECONDS_MAX + 1, "x"));
    }
}
