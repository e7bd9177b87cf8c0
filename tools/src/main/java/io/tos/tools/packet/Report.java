package io.tos.tools.packet;

/** How packets are shown: for people or for programs. */
interface Report {
    /** Shows a packet, in the order of the capture. */
    void packet(DecodedPacket packet);

    /** Shows what it was all in all; the last call. */
    void end(Summary summary);
}
