package io.tos.natives.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.natives.linux.Linux;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** {@link Affinity} on a thread of its own, so that the others keep their cores. */
final class AffinityTest {
    @Test
    void shouldRunOnTheCoreAloneWhenPinned() throws InterruptedException {
        onThread(() -> {
            final int core = Affinity.cores().length() - 1;
            final BitSet one = new BitSet();
            one.set(core);

            assertEquals(0, Affinity.pin(one));

            assertEquals(one, Affinity.cores());
        });
    }

    @Test
    void shouldSayInvalidWhenTheMachineHasNoSuchCore() throws InterruptedException {
        onThread(() -> {
            final BitSet absent = new BitSet();
            absent.set(Affinity.CORES_MAX - 1);

            assertEquals(-Linux.EINVAL(), Affinity.pin(absent));
        });
    }

    @Test
    void shouldTakeTheLeastPriorityWhenAsked() throws InterruptedException {
        onThread(() -> assertEquals(0, Affinity.prioritise(19)));
    }

    private static void onThread(final Runnable check) throws InterruptedException {
        final Throwable[] thrown = new Throwable[1];
        final Thread thread = Thread.ofPlatform()
                .uncaughtExceptionHandler((failed, failure) -> thrown[0] = failure)
                .start(check);
        thread.join();
        assertTrue(thrown[0] == null, () -> String.valueOf(thrown[0]));
    }
}
