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
    PACKETS_LOST(60, "packets", "sent and declared lost"),
    PACKETS_SPURIOUSLY_LOST(61, "packets", "declared lost and acked later"),

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
