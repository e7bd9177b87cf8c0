package io.tos.engine.net.session;

/**
 * Between which rates a session sends, in bytes of UDP payload a second.
 *
 * @param floor never less, however bad the path.
 * @param ceiling never more, however good the path.
 */
public record SendRates(int floor, int ceiling) {
    /** Server to client. */
    public static final SendRates SERVER = new SendRates(4 << 10, 64 << 10);

    /** Client to server: below what the server takes. */
    public static final SendRates CLIENT = new SendRates(4 << 10, 20 << 10);

    /** Checks the ranges. */
    public SendRates {
        if (floor < 1_200 || ceiling < floor) {
            throw new IllegalArgumentException("send rates out of range: " + floor + ", " + ceiling);
        }
    }
}
