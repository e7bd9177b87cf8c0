package io.tos.engine.telemetry;

/** Everything the server counts: id, unit and meaning of each. Ids are the place in the counters file: never reuse one. */
public enum Counter {
    // Transport: 0 to 31.
    DATAGRAMS_IN(0, "datagrams", "received from the kernel"),
    DATAGRAMS_OUT(1, "datagrams", "accepted by the kernel for sending"),
    BYTES_IN(2, "bytes", "UDP payload received"),
    BYTES_OUT(3, "bytes", "UDP payload accepted for sending"),
    SYSTEM_CALLS(4, "calls", "made by the transport to move datagrams"),
    RECEIVE_REARMS(5, "times", "a multishot receive had ended and was set up again"),
    RECEIVE_NO_BUFFERS(6, "times", "a receive ended because no provided buffer was free"),
    RECEIVE_ERRORS(7, "times", "a receive failed for another reason"),
    SEND_ERRORS(8, "datagrams", "refused by the kernel"),
    SEND_NO_SLOT(9, "datagrams", "not sent because every send slot was in flight"),
    DATAGRAMS_TOO_LONG(10, "datagrams", "longer than 1,200 bytes, dropped"),
    DATAGRAMS_TOO_SHORT(11, "datagrams", "too short to be a packet, dropped"),
    KERNEL_DROPS(12, "datagrams", "dropped by the kernel because the socket's receive buffer was full"),

    // Sessions: packets, acks, channels: 32 to 95.
    INBOUND_NO_SLAB(32, "messages", "dropped on the way to the tick because no slab was free"),
    DATAGRAMS_REFUSED(34, "datagrams", "of no kind that is answered, or from a peer that is not, dropped"),
    OUTBOUND_NO_SLAB(33, "messages", "dropped on the way to the network because no slab was free"),
    PACKETS_ACCEPTED(35, "packets", "genuine, new, and taken whole"),
    PACKETS_RESERVED_BITS(36, "packets", "with reserved header bits set, dropped"),
    PACKETS_UNKNOWN_SESSION(37, "packets", "for a session that does not exist, dropped"),
    PACKETS_TOO_FAR(38, "packets", "numbered far ahead of the last genuine one, dropped"),
    PACKETS_REPLAYED(39, "packets", "numbered as one taken before, dropped"),
    PACKETS_TOO_OLD(40, "packets", "numbered before the replay window, dropped"),
    PACKETS_RATE_LIMITED(41, "packets", "above twice the fair rate, dropped unopened"),
    PACKETS_BAD_TAG(42, "packets", "that were not genuine, dropped"),
    PACKETS_OVER_RATE(43, "packets", "genuine but above the fair rate, dropped"),
    PACKETS_REFUSED(44, "packets", "genuine, with something there was no room for, not acked"),
    PACKETS_MALFORMED(45, "packets", "genuine but not lawful, session closed"),
    PACKETS_ACK_VIOLATION(46, "packets", "that acked what was never sent, session closed"),
    PACKETS_KEY_VIOLATION(47, "packets", "of a key phase that cannot be, session closed"),
    PACKETS_AFTER_CLOSE(48, "packets", "genuine, for a session that has ended"),
    SESSIONS_OPENED(49, "sessions", "proven by their first packet"),
    SESSIONS_CLOSED(50, "sessions", "that were proven and ended"),
    SESSIONS_TIMED_OUT(51, "sessions", "ended because the peer was silent"),
    MESSAGES_DUPLICATE(52, "messages", "reliable, that came before, dropped"),
    MESSAGES_OUTSIDE_WINDOW(53, "messages", "reliable, with an id far ahead, dropped"),
    MESSAGES_REFUSED(54, "messages", "reliable messages or fragments there was no room for"),
    MESSAGES_LATE(55, "messages", "sequenced, older than the newest, dropped"),
    FRAMES_SKIPPED(56, "frames", "of a skippable type that is not known"),
    SNAPSHOTS_SKIPPED(57, "snapshots", "not sent because the rate or the transport had no room"),
    PURE_ACKS(58, "packets", "sent with acks alone"),
    PROBES(59, "times", "an ack was so late that a probe left"),
    PACKETS_LOST(60, "packets", "sent and declared lost"),
    PACKETS_SPURIOUSLY_LOST(61, "packets", "declared lost and acked later"),
    KEY_ROTATIONS(62, "times", "a sending key was changed"),
    PATHS_CHALLENGED(63, "addresses", "that peers seemed to have moved to"),
    PATHS_MOVED(64, "addresses", "proven, sessions moved there"),
    PATHS_REVERTED(65, "addresses", "not proven, sessions stayed"),
    PATH_CHURN(66, "packets", "from one address too many"),

    // Handshake and admission: 96 to 143.

    // Tick and world: 144 to 223.
    TICKS(144, "ticks", "executed"),
    TICK_OVERRUNS(145, "ticks", "that took longer than the tick interval"),
    TICKS_SKIPPED(146, "ticks", "deadlines missed and not made up");

    private final int id;
    private final String unit;
    private final String meaning;

    Counter(final int id, final String unit, final String meaning) {
        this.id = id;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** Place in the counters file, from 0. */
    public int id() {
        return id;
    }

    /** What one unit of it is. */
    public String unit() {
        return unit;
    }

    /** What it says, as the end of the sentence "units ...". */
    public String meaning() {
        return meaning;
    }
}
