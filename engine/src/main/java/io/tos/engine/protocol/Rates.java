package io.tos.engine.protocol;

/** Packet rates a session may agree on, in packets a second. */
public final class Rates {
    /** Lowest rate of input packets. */
    public static final int INPUT_HZ_MIN = 20;

    /** Highest rate of input packets. */
    public static final int INPUT_HZ_MAX = 60;

    /** Rate of snapshots unless asked otherwise. */
    public static final int SNAPSHOT_HZ_DEFAULT = 20;

    private Rates() {}

    /** Whether input packets may come at this rate. */
    public static boolean isInputHz(final int hz) {
        return hz >= INPUT_HZ_MIN && hz <= INPUT_HZ_MAX;
    }

    /** Whether snapshots may go at this rate. */
    public static boolean isSnapshotHz(final int hz) {
        return hz == 10 || hz == 20 || hz == 30 || hz == 60;
    }
}
