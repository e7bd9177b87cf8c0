package io.tos.tools.doctor;

/**
 * One thing the doctor looked at.
 *
 * @param name what it is.
 * @param verdict what it means.
 * @param is what was found.
 * @param shouldBe what would be right.
 * @param fix the command or step that mends it; empty when nothing is to mend.
 */
public record Finding(String name, Verdict verdict, String is, String shouldBe, String fix) {
    /** A finding that is as it should be when {@code right}, otherwise {@code otherwise} with its fix. */
    static Finding of(
            final String name,
            final boolean right,
            final Verdict otherwise,
            final String is,
            final String shouldBe,
            final String fix) {
        return new Finding(name, right ? Verdict.GREEN : otherwise, is, shouldBe, right ? "" : fix);
    }
}
