package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.Octets;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.ProtocolVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests what {@link ClientHandshake} makes of versions; CHALLENGEs here come from anybody. */
final class ClientHandshakeTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int VERSION = 13;
    private static final int LOWEST = 44;
    private static final int HIGHEST = 46;
    private static final int NEWER = 0x0101;

    private final MemorySegment memory = Arena.ofAuto().allocate(Connect.LENGTH);
    private final MemorySegment reply = Arena.ofAuto().allocate(Challenge.LENGTH);
    private final Hello hello = new Hello();
    private final byte[] serverKey = new byte[32];
    private final ClientHandshake handshake;
    private long nowNs;

    ClientHandshakeTest() {
        serverKey[0] = 9;
        final Credentials credentials = new Credentials(
                Octets.of(new byte[ConnectToken.LENGTH]), false, Octets.of(new byte[32]), Octets.of(serverKey));
        handshake = new ClientHandshake(
                CryptoBackend.BOUNCY.handshakeCrypto(), credentials, ClientProfile.DEFAULT, 1, new Random(7), nowNs);
    }

    private int sendNext() {
        nowNs = Math.max(nowNs, handshake.nextDueNs());
        return handshake.write(memory, 0, nowNs);
    }

    private void challenge(final int chosen, final int lowest, final int highest) {
        assertTrue(hello.wrap(memory, 0, Hello.LENGTH));
        Challenge.write(reply, 0, hello, 1, 0);
        LittleEndian.put16(reply, VERSION, chosen);
        LittleEndian.put16(reply, LOWEST, lowest);
        LittleEndian.put16(reply, HIGHEST, highest);
        handshake.onDatagram(reply, 0, Challenge.LENGTH, nowNs);
    }

    private void waitInVain() {
        while (nowNs < 11 * SECOND_NS && handshake.stage() == ClientHandshake.Stage.HELLO_SENT) {
            sendNext();
        }
    }

    @Test
    void shouldAskForTheSharedVersionWhenTheServerChoseAnother() {
        sendNext();
        challenge(NEWER, ProtocolVersion.V1_0, NEWER);
        assertEquals(ClientHandshake.Stage.HELLO_SENT, handshake.stage());

        assertEquals(Hello.LENGTH, sendNext());
        assertTrue(hello.wrap(memory, 0, Hello.LENGTH));
        assertEquals(ProtocolVersion.V1_0, hello.versionWanted());
        challenge(ProtocolVersion.V1_0, ProtocolVersion.V1_0, NEWER);
        assertEquals(ClientHandshake.Stage.CONNECT_SENT, handshake.stage());
    }

    @Test
    void shouldNotGiveUpWhenOneChallengeSharesNoVersion() {
        sendNext();
        challenge(NEWER, NEWER, NEWER);
        assertEquals(ClientHandshake.Stage.HELLO_SENT, handshake.stage());

        challenge(ProtocolVersion.V1_0, ProtocolVersion.V1_0, ProtocolVersion.V1_0);
        assertEquals(ClientHandshake.Stage.CONNECT_SENT, handshake.stage());
    }

    @Test
    void shouldSayVersionWhenNoServerSharedOne() {
        sendNext();
        challenge(NEWER, NEWER, NEWER);
        waitInVain();
        assertEquals(ClientHandshake.Stage.REFUSED, handshake.stage());
        assertEquals(CloseReason.VERSION.code(), handshake.reason());
    }

    @Test
    void shouldTimeOutWhenNobodyAnswers() {
        waitInVain();
        assertEquals(ClientHandshake.Stage.TIMED_OUT, handshake.stage());
    }
}
