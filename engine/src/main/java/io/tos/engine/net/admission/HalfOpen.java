package io.tos.engine.net.admission;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Prologue;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One handshake between its first good CONNECT and key confirmation. Made once and used again; the admission agent's,
 * but lent to the handshake agent while {@link #isAtCurve}.
 */
final class HalfOpen {
    /** Message 1: ephemeral key and sealed payload, without the length between them. */
    static final int MESSAGE1_BYTES = Connect.EPHEMERAL_BYTES + Connect.SEALED_BYTES;

    /** What the handshake agent answers. */
    enum Outcome {
        /** Message 1 was not right: silence. */
        FAILED,
        /** The peer holds the psk but may not come in; {@link HalfOpen#accept} says why. */
        REFUSED,
        /** {@link HalfOpen#accept} and the keys are there. */
        ACCEPTED
    }

    final int index;

    /** Holds the peer's address slot at 0. */
    final MemorySegment address;

    // From the CONNECT.
    final byte[] message1 = new byte[MESSAGE1_BYTES];
    final byte[] prologue = new byte[Prologue.LENGTH];
    int shard;
    int version;
    long handshakeId;
    long host;
    long widePrefix;
    boolean isTrusted;

    // From the token or ticket.
    final byte[] psk = new byte[ConnectToken.PSK_BYTES];
    final byte[] app = new byte[ConnectToken.APP_BYTES_MAX];
    boolean isResume;
    long idHigh;
    long idLow;
    long accountId;
    long characterId;
    int permissions;
    int map;

    // Decided by the admission agent.
    int cid;

    @Nullable
    CloseReason refusal;

    /** What a refusal counts as, unless the message tables differ. */
    Counter refusalCounter = Counter.REFUSED_FULL;

    int retryAfterMs;
    long beganNs;

    /** In line for the curve or there: not answered yet. */
    boolean isAtCurve;

    int resendCount;

    // From the handshake agent.
    final byte[] accept = new byte[Accept.LENGTH_MAX];
    final byte[] toClientKey = new byte[HandshakeCrypto.KEY_BYTES];
    final byte[] toServerKey = new byte[HandshakeCrypto.KEY_BYTES];
    Outcome outcome = Outcome.FAILED;
    int acceptLength;
    int peerCid;
    int inputHz;
    int snapshotHz;
    int receiveBytesPerSecond;

    HalfOpen(final int index, final MemorySegment addresses) {
        this.index = index;
        this.address = addresses.asSlice((long) index * Transport.ADDRESS_SLOT_BYTES, Transport.ADDRESS_SLOT_BYTES);
    }

    /** Forgets secrets and decisions; the rest is overwritten by the next handshake. */
    void clear() {
        Arrays.fill(psk, (byte) 0);
        Arrays.fill(toClientKey, (byte) 0);
        Arrays.fill(toServerKey, (byte) 0);
        Arrays.fill(app, (byte) 0);
        cid = 0;
        refusal = null;
        retryAfterMs = 0;
        resendCount = 0;
        isAtCurve = false;
        outcome = Outcome.FAILED;
    }
}
