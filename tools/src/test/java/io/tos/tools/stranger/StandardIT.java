package io.tos.tools.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent reading of the standard agrees with each of its worked examples. */
final class StandardIT {
    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNode() throws InterruptedException {
        Stranger.assumeNode();
    }

    @Test
    void shouldAgreeWithEveryExampleOfTheStandard() throws Exception {
        final Stranger.Outcome outcome = Stranger.run("--self-test", Stranger.STANDARD.toString());

        assertEquals(0, outcome.exitCode(), outcome::toString);
    }

    @Test
    void shouldDisagreeWhenOneDigitOfAnExampleIsAnother() throws Exception {
        final Stranger.Outcome outcome = selfTestWith("01 07 00 40 42 0f", "01 07 00 40 42 0e");

        assertEquals(1, outcome.exitCode(), outcome::toString);
        assertTrue(outcome.lines().getFirst().startsWith("frame-ping: "), outcome::toString);
    }

    @Test
    void shouldDisagreeWhenAnExampleIsNew() throws Exception {
        final Stranger.Outcome outcome = selfTestWith("```hex frame-ping", "```hex frame-new");

        assertEquals(1, outcome.exitCode(), outcome::toString);
        assertTrue(outcome.lines().contains("frame-new: no check reads this example"), outcome::toString);
    }

    private Stranger.Outcome selfTestWith(final String from, final String to) throws IOException, InterruptedException {
        final Path edited = directory.resolve("STANDARD.md");
        Files.writeString(edited, Files.readString(Stranger.STANDARD).replace(from, to));
        return Stranger.run("--self-test", edited.toString());
    }
}
