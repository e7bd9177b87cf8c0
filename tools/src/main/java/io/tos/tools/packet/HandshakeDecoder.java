package io.tos.tools.packet;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.protocol.Reset;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads handshake packets field by field; what is sealed in them stays sealed. One thread; the packet begins at 0. */
final class HandshakeDecoder {
    /** Clear part of a connect token: 0 tokenId, 16 bytes | 16 expiry u64 | 24 instanceId u64. */
    private static final int TOKEN_ID_BYTES = 16;

    private static final int TOKEN_EXPIRY = 16;
    private static final int TOKEN_INSTANCE = 24;

    private final Hello hello = new Hello();
    private final Challenge challenge = new Challenge();
    private final Connect connect = new Connect();
    private final Accept accept = new Accept();
    private final Reset reset = new Reset();
    private String label = "";

    /** The packet type's name, or nothing for a first byte that is no handshake packet's. */
    static String name(final int type) {
        return switch (type) {
            case HandshakePacket.HELLO -> "HELLO";
            case HandshakePacket.CHALLENGE -> "CHALLENGE";
            case HandshakePacket.CONNECT -> "CONNECT";
            case HandshakePacket.ACCEPT -> "ACCEPT";
            case HandshakePacket.RESET -> "RESET";
            default -> "";
        };
    }

    /** Whether clients send this type. */
    static boolean isFromClient(final int type) {
        return type == HandshakePacket.HELLO || type == HandshakePacket.CONNECT;
    }

    /** Reads a packet; null if it is not in its one legal form. */
    @Nullable
    Part decode(final int type, final MemorySegment memory, final int length) {
        label = "";
        return switch (type) {
            case HandshakePacket.HELLO -> hello.wrap(memory, 0, length) ? hello() : null;
            case HandshakePacket.CHALLENGE -> challenge.wrap(memory, 0, length) ? challenge() : null;
            case HandshakePacket.CONNECT -> connect.wrap(memory, 0, length) ? connect() : null;
            case HandshakePacket.ACCEPT -> accept.wrap(memory, 0, length) ? accept() : null;
            default -> reset.wrap(memory, 0, length) ? reset(memory) : null;
        };
    }

    /** Handshake id (as its bytes lie) or connection id of the packet last decoded. */
    String label() {
        return label;
    }

    private Part head(final long handshakeId) {
        label = HexFormat.of().toHexDigits(Long.reverseBytes(handshakeId));
        return new Part("head");
    }

    private Part hello() {
        return head(hello.handshakeId())
                .with("versionWanted", version(hello.versionWanted()))
                .withU64("clientTimeUs", hello.clientTimeUs());
    }

    private Part challenge() {
        return head(challenge.handshakeId())
                .with("versionChosen", version(challenge.versionChosen()))
                .with("versions", version(challenge.versionLowest()) + " to " + version(challenge.versionHighest()))
                .with("load", challenge.load())
                .withU64("clientTimeUs", challenge.clientTimeUs())
                .withU32("timeBucket", challenge.timeBucket())
                .withBytes("cookie", challenge.memory(), challenge.cookie(), Challenge.COOKIE_BYTES);
    }

    private Part connect() {
        final MemorySegment memory = connect.memory();
        final Part head = head(connect.handshakeId())
                .with("version", version(connect.version()))
                .with("resume", connect.isResume())
                .withU32("timeBucket", connect.timeBucket())
                .withBytes("cookie", memory, connect.cookie(), Challenge.COOKIE_BYTES);
        if (!connect.isResume()) {
            head.withBytes("tokenId", memory, connect.token(), TOKEN_ID_BYTES)
                    .withU64("tokenExpirySeconds", memory, connect.token() + TOKEN_EXPIRY)
                    .withHash("instanceId", LittleEndian.i64(memory, connect.token() + TOKEN_INSTANCE));
        }
        return head.with(connect.isResume() ? "ticketFieldBytes" : "tokenBytes", ConnectToken.LENGTH)
                .withBytes("ephemeral", memory, connect.ephemeral(), Connect.EPHEMERAL_BYTES)
                .with("sealedBytes", Connect.SEALED_BYTES);
    }

    private Part accept() {
        return head(accept.handshakeId())
                .with("version", version(accept.version()))
                .withBytes("ephemeral", accept.memory(), accept.ephemeral(), Connect.EPHEMERAL_BYTES)
                .with("sealedBytes", accept.sealedLength());
    }

    private Part reset(final MemorySegment memory) {
        label = HexFormat.of().toHexDigits(reset.serverCid());
        return new Part("head").withBytes("token", memory, reset.token(), Reset.LENGTH - Reset.TOKEN);
    }

    private static String version(final int version) {
        return (version >>> 8) + "." + (version & 0xFF) + (ProtocolVersion.isGrease(version) ? " (grease)" : "");
    }
}
