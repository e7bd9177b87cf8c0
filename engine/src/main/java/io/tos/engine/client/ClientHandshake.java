package io.tos.engine.client;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.NoiseHandshake;
import io.tos.engine.crypto.X25519Pair;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.AcceptPayload;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.ConnectPayload;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.Prologue;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.protocol.RefusePayload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client's way in: HELLO until a CHALLENGE comes, CONNECT until an ACCEPT comes. Made for one attempt. Knows no
 * socket: the owner asks {@link #write} what to send and shows it what came. Forged answers change nothing.
 */
public final class ClientHandshake {
    /** Where it stands. */
    public enum Stage {
        /** Waits for a cookie. */
        HELLO_SENT,
        /** Waits for the answer. */
        CONNECT_SENT,
        /** Keys and terms are there. */
        ACCEPTED,
        /** The server said no; see {@link #reason()}. */
        REFUSED,
        /** Nobody answered in time. */
        TIMED_OUT
    }

    /** How long one address is tried. */
    public static final long PATIENCE_NS = 10_000_000_000L;

    private static final long RETRY_FIRST_NS = 250_000_000L;
    private static final long RETRY_MAX_NS = 500_000_000L;
    private static final int COOKIE_REFRESH_SENDS = 8;
    private static final int NS_PER_US = 1000;
    private static final int GREASE_ODDS = 16;
    private static final int GREASE_VERSION = 0x1A2A;

    private final HandshakeCrypto crypto;
    private final NoiseHandshake noise;
    private final Credentials credentials;
    private final ClientProfile profile;
    private final byte[] ephemeral = new byte[HandshakeCrypto.KEY_BYTES];
    private final byte[] prologue = new byte[Prologue.LENGTH];
    private final byte[] payload = new byte[ConnectPayload.LENGTH];
    private final byte[] message = new byte[Accept.LENGTH_MAX];
    private final byte[] opened = new byte[NoiseHandshake.PAYLOAD_BYTES_MAX];
    private final MemorySegment scratch = Arena.ofAuto().allocate(Connect.LENGTH, 8);
    private final MemorySegment connect = Arena.ofAuto().allocate(Connect.LENGTH, 8);
    private final Challenge challenge = new Challenge();
    private final Accept accept = new Accept();
    private final RefusePayload refusePayload = new RefusePayload();
    private final long handshakeId;
    private final int clientCid;
    private final long startNs;
    private Stage stage = Stage.HELLO_SENT;
    private int versionWanted;
    private boolean sawForeignServer;
    private int version;
    private int versionRange;
    private long sendAtNs;
    private long retryNs = RETRY_FIRST_NS;
    private int sends;
    private int reason;
    private long retryAfterMs;
    private @Nullable AcceptedSession accepted;

    /**
     * @param crypto of the thread; shared by all clients on it.
     * @param clientCid the id the server is to put into its packets.
     * @param random a {@code SecureRandom} outside of simulations.
     */
    public ClientHandshake(
            final HandshakeCrypto crypto,
            final Credentials credentials,
            final ClientProfile profile,
            final int clientCid,
            final RandomGenerator random,
            final long nowNs) {
        this.crypto = crypto;
        this.noise = new NoiseHandshake(crypto);
        this.credentials = credentials;
        this.profile = profile;
        this.handshakeId = random.nextLong();
        assert clientCid != ConnectionId.NONE;
        this.clientCid = clientCid;
        // Now and then nonsense is asked for, so that no server ever gets used to seeing one version only.
        this.versionWanted = random.nextInt(GREASE_ODDS) == 0 ? GREASE_VERSION : ProtocolVersion.HIGHEST;
        random.nextBytes(ephemeral);
        this.startNs = nowNs;
        this.sendAtNs = nowNs;
    }

    /** Where it stands. */
    public Stage stage() {
        return stage;
    }

    /** After {@link Stage#REFUSED}: a {@link CloseReason#code()}. */
    public int reason() {
        return reason;
    }

    /** After {@link Stage#REFUSED}: how long to stay away, 0 if the server does not say. */
    public long retryAfterMs() {
        return retryAfterMs;
    }

    /** After {@link Stage#ACCEPTED}: what to open the session with. */
    public AcceptedSession accepted() {
        return Objects.requireNonNull(accepted, "not accepted");
    }

    /** When {@link #write} will have something to send, or give up. */
    public long nextDueNs() {
        return Math.min(sendAtNs, startNs + PATIENCE_NS);
    }

    /**
     * Writes what is due to be sent now.
     *
     * @param memory has room for 1,200 bytes at {@code at}.
     * @return its length, or 0 when nothing is due.
     */
    public int write(final MemorySegment memory, final long at, final long nowNs) {
        if (stage != Stage.HELLO_SENT && stage != Stage.CONNECT_SENT) {
            return 0;
        }
        if (nowNs - startNs >= PATIENCE_NS) {
            // A server of other versions may have been a forgery: it is worth a word only if nobody else answered.
            stage = sawForeignServer && stage == Stage.HELLO_SENT ? Stage.REFUSED : Stage.TIMED_OUT;
            reason = CloseReason.VERSION.code();
            noise.wipe();
            return 0;
        }
        if (nowNs < sendAtNs) {
            return 0;
        }
        sendAtNs = nowNs + retryNs;
        retryNs = Math.min(RETRY_MAX_NS, retryNs + retryNs / 4);
        sends++;
        // A cookie ages and could have been forged: every now and then a CONNECT's turn goes to asking for a new one.
        if (stage == Stage.HELLO_SENT || sends % COOKIE_REFRESH_SENDS == 0) {
            Hello.write(memory, at, handshakeId, versionWanted, nowNs / NS_PER_US);
            return Hello.LENGTH;
        }
        MemorySegment.copy(connect, 0, memory, at, Connect.LENGTH);
        return Connect.LENGTH;
    }

    /** A datagram from the server that is no data packet. */
    public void onDatagram(final MemorySegment memory, final long packet, final int length, final long nowNs) {
        if (challenge.wrap(memory, packet, length) && challenge.handshakeId() == handshakeId) {
            onChallenge(nowNs);
        } else if (stage == Stage.CONNECT_SENT
                && accept.wrap(memory, packet, length)
                && accept.handshakeId() == handshakeId
                && accept.version() == version) {
            onAccept(memory);
        }
    }

    private void onChallenge(final long nowNs) {
        final int best = ProtocolVersion.best(challenge.versionLowest(), challenge.versionHighest());
        if (best < 0) {
            sawForeignServer = true;
            return;
        }
        if (challenge.versionChosen() != best) {
            versionWanted = best;
            return;
        }
        final int range = Prologue.versionRange(challenge.versionLowest(), challenge.versionHighest());
        if (stage == Stage.HELLO_SENT) {
            version = best;
            versionRange = range;
            stage = Stage.CONNECT_SENT;
            retryNs = RETRY_FIRST_NS;
            sendAtNs = nowNs;
            sends = 0;
        } else if (stage != Stage.CONNECT_SENT || version != best || versionRange != range) {
            return;
        }
        writeConnect();
    }

    /** The same keys give the same message 1, so that the server sees a repetition, whatever the cookie. */
    private void writeConnect() {
        final int flags = credentials.isResume() ? Connect.FLAG_RESUME : 0;
        Prologue.write(scratch, 0, version, versionRange, handshakeId, flags);
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, prologue, 0, Prologue.LENGTH);
        ConnectPayload.write(scratch, 0, clientCid, profile.inputHz(), profile.snapshotHz());
        ConnectPayload.writeBuild(scratch, 0, profile.schemaHash(), profile.build(), profile.receiveBytesPerSecond());
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, payload, 0, ConnectPayload.LENGTH);
        final int length = beginNoise();
        if (length < 0) {
            return;
        }
        Connect.write(connect, 0, challenge, flags);
        final byte[] field = credentials.field().toBytes();
        MemorySegment.copy(field, 0, connect, ValueLayout.JAVA_BYTE, Connect.TOKEN, field.length);
        MemorySegment.copy(message, 0, connect, ValueLayout.JAVA_BYTE, Connect.EPHEMERAL, Connect.EPHEMERAL_BYTES);
        MemorySegment.copy(
                message,
                Connect.EPHEMERAL_BYTES,
                connect,
                ValueLayout.JAVA_BYTE,
                Connect.SEALED,
                length - Connect.EPHEMERAL_BYTES);
    }

    /** Begins with a copy of the ephemeral key, which Noise wipes when a message is refused. */
    private int beginNoise() {
        noise.beginInitiator(
                prologue,
                new X25519Pair(crypto, ephemeral.clone()),
                credentials.serverPublicKey().toBytes(),
                credentials.psk().toBytes());
        return noise.write(payload, payload.length, message, 0);
    }

    private void onAccept(final MemorySegment memory) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, accept.ephemeral(), message, 0, HandshakeCrypto.KEY_BYTES);
        MemorySegment.copy(
                memory,
                ValueLayout.JAVA_BYTE,
                accept.sealed(),
                message,
                HandshakeCrypto.KEY_BYTES,
                accept.sealedLength());
        final int length = noise.read(message, 0, HandshakeCrypto.KEY_BYTES + accept.sealedLength(), opened);
        if (length < 0) {
            beginNoise();
            return;
        }
        MemorySegment.copy(opened, 0, scratch, ValueLayout.JAVA_BYTE, 0, length);
        final AcceptPayload acceptPayload = new AcceptPayload();
        if (acceptPayload.wrap(scratch, 0, length)) {
            final byte[] toServer = new byte[HandshakeCrypto.KEY_BYTES];
            final byte[] toClient = new byte[HandshakeCrypto.KEY_BYTES];
            noise.split(toServer, toClient);
            accepted = AcceptedSession.of(acceptPayload, scratch, clientCid, toServer, toClient);
            stage = Stage.ACCEPTED;
        } else if (refusePayload.wrap(scratch, 0, length)) {
            reason = refusePayload.reason();
            retryAfterMs = refusePayload.retryAfterMs();
            stage = Stage.REFUSED;
            noise.wipe();
        } else {
            reason = CloseReason.PROTOCOL.code();
            stage = Stage.REFUSED;
            noise.wipe();
        }
    }
}
