package io.tos.engine.net.uring;

/**
 * How large the parts of a {@link UringTransport} are. Small on purpose: what is touched again and again stays in the
 * first caches (docs/decisions/0003).
 *
 * @param buffers provided for receiving, a power of two.
 * @param sendSlots datagrams that can be queued or in flight.
 * @param submissions entries of the submission queue, a power of two, more than {@code sendSlots} by at least 4.
 * @param completions entries of the completion queue, a power of two, at least {@code submissions}.
 */
public record RingSizes(int buffers, int sendSlots, int submissions, int completions) {
    /** Nothing in flight can overflow the completion queue: 256 buffers and 248 sends, 512 entries. */
    public static final RingSizes DEFAULT = new RingSizes(256, 248, 256, 512);

    private static final int CONTROL_SUBMISSIONS = 4;

    /** Checks what the kernel and the transport rely on. */
    public RingSizes {
        if (Integer.bitCount(buffers) != 1
                || Integer.bitCount(submissions) != 1
                || Integer.bitCount(completions) != 1
                || sendSlots < 1
                || submissions < sendSlots + CONTROL_SUBMISSIONS
                || completions < submissions) {
            throw new IllegalArgumentException(
                    "ring sizes: " + buffers + ", " + sendSlots + ", " + submissions + ", " + completions);
        }
    }
}
