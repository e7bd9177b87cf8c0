package io.tos.engine.net.admission;

import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.Connect;

/**
 * The two roads between one shard's door and the admission agent, and what travels on them. Heads of frames are the kinds
 * below; all numbers in native order, this never leaves the process.
 *
 * <pre>
 * to admission:  CONNECT    0 address slot, 32 | 32 CONNECT without its padding, 418
 *                CREDIT     0 cid i32: a reserved slot the admission agent may give away
 *                CONFIRMED  0 cid i32: its first authentic packet came
 *                ENDED      0 cid i32: its session is over, or was never confirmed
 * to the shard:  SECRET     0 serial i32 | 4 cookie secret, 32
 *                REPLY      0 address slot, 32 | 32 length i32 | 36 datagram
 *                OPEN       0 address slot, 32 | 32 length i32 | 36 datagram, 400 | 436 cid i32 | 440 peer cid i32
 *                           444 toClient key, 32 | 476 toServer key, 32 | 508 receiveBytesPerSecond i32 | 512 inputHz u8
 *                           513 snapshotHz u8 | 514 {@link JoinFrame}, 202
 *                ADMIT      0 cid i32
 *                CLOSE      0 cid i32 | 4 reason i32
 *                CLOSE_ALL  0 reason i32
 *                QUEUE      0 cid i32 | 4 place i32, from 1 | 8 waiting i32
 *                TICKET     0 cid i32 | 4 resume ticket, 104
 * </pre>
 */
public final class Doorway implements AutoCloseable {
    static final int CONNECT = 1;
    static final int CREDIT = 2;
    static final int CONFIRMED = 3;
    static final int ENDED = 4;

    static final int SECRET = 1;
    static final int REPLY = 2;
    static final int OPEN = 3;
    static final int ADMIT = 4;
    static final int CLOSE = 5;
    static final int QUEUE = 6;
    static final int TICKET = 7;
    static final int CLOSE_ALL = 8;

    static final int PACKET = Transport.ADDRESS_SLOT_BYTES;
    static final int CONNECT_BYTES = Connect.SEALED + Connect.SEALED_BYTES;
    static final int DATAGRAM_LENGTH = Transport.ADDRESS_SLOT_BYTES;
    static final int DATAGRAM = DATAGRAM_LENGTH + Integer.BYTES;
    static final int CID = DATAGRAM + Accept.LENGTH_MAX;
    static final int PEER_CID = CID + Integer.BYTES;
    static final int TO_CLIENT_KEY = PEER_CID + Integer.BYTES;
    static final int TO_SERVER_KEY = TO_CLIENT_KEY + 32;
    static final int RECEIVE_RATE = TO_SERVER_KEY + 32;
    static final int INPUT_HZ = RECEIVE_RATE + Integer.BYTES;
    static final int SNAPSHOT_HZ = INPUT_HZ + 1;
    static final int JOIN = SNAPSHOT_HZ + 1;
    static final int OPEN_BYTES = JOIN + JoinFrame.BYTES;
    static final int QUEUE_PLACE = Integer.BYTES;
    static final int QUEUE_WAITING = 2 * Integer.BYTES;
    static final int TICKET_AT = Integer.BYTES;

    /** The longest answer to one thing that came from a shard: a session closed and another admitted, or one opened. */
    static final int ANSWER_BYTES_MAX = 1024;

    /** About 1,100 CONNECTs may wait, and as many answers. */
    private static final int SLABS = 32;

    private static final int SLAB_BYTES = 16 << 10;

    final SlabPipe toAdmission;
    final SlabPipe toShard;

    /** @param shard its number, for reports. */
    public Doorway(final int shard) {
        this.toAdmission = new SlabPipe("door-" + shard + "-in", SLABS, SLAB_BYTES);
        this.toShard = new SlabPipe("door-" + shard + "-out", SLABS, SLAB_BYTES);
    }

    /** Frees both roads; the agents at their ends have stopped. */
    @Override
    public void close() {
        toAdmission.close();
        toShard.close();
    }
}
