package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.ClientHandshake.Stage;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.telemetry.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, who waits, who is told to go, in a server without attackers. */
final class AdmissionTest {
    private static final int IP = 0x0A01_0101;
    private static final TrustedPrefixes OFFICE = new TrustedPrefixes(List.of("10.0.0.0/8"));

    @Test
    void shouldAdmitWhenTokenIsGood() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer alice = rig.peer(IP, 4000).connect(rig.credentials(1));

            rig.run(100);

            assertEquals(Stage.ACCEPTED, alice.stage());
            assertEquals(1, rig.admittedCount());
            assertEquals(0, rig.count(Counter.HALF_OPEN));
            assertEquals(2, rig.count(Counter.CURVE_OPERATIONS), "es and ee");
            assertTrue(alice.handshake().accepted().ticket().length() > 0);
        }
    }

    @Test
    void shouldAdmitEveryOneOfFiftyWithinTenSecondsWhenThirtyPercentIsLostBothWays() {
        try (AdmissionRig rig = new AdmissionRig(1, AdmissionLimits.DEFAULT, OFFICE)) {
            for (int number = 0; number < 50; number++) {
                final RigPeer peer = rig.peer(IP + number, 4000).connect(rig.credentials(number + 1));
                peer.transport.conditions(LinkConditions.CLEAN.lossPercent(30).delayMs(15));
            }

            rig.run(10_000);

            final long accepted = rig.peers.stream()
                    .filter(peer -> peer.stage() == Stage.ACCEPTED)
                    .count();
            assertEquals(50, accepted, "seed " + AdmissionRig.SEED);
        }
    }

    @Test
    void shouldGiveOneSessionWhenOneTokenGoesToFourShards() {
        try (AdmissionRig rig = new AdmissionRig(4, AdmissionLimits.DEFAULT, TrustedPrefixes.NONE)) {
            final Credentials credentials = rig.credentials(1);
            for (int number = 0; number < 12; number++) {
                rig.peer(IP + (number << 8), 4000).connect(credentials);
            }

            rig.run(12_000);

            assertEquals(1, rig.count(Counter.CONFIRMED));
            assertEquals(1, rig.admittedCount());
        }
    }

    @Test
    void shouldEndTheOldSessionOnlyAfterKeyConfirmationWhenAccountComesInTwice() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer first = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(100);
            final RigPeer second = rig.peer(IP + 1, 4001);
            second.proves = false;
            second.connect(rig.credentials(1));
            rig.run(100);
            final int closedBefore = rig.closedCount();
            second.proves = true;
            rig.run(100);

            assertEquals(0, closedBefore);
            assertEquals(CloseReason.DUPLICATE_LOGIN.code(), rig.sessions[0].closed.get(first.cid()));
            assertEquals(List.of(second.cid()), rig.sessions[0].admitted);
            assertEquals(1, rig.count(Counter.TAKEOVERS));
        }
    }

    @Test
    void shouldTellDuplicateLoginWhenPolicyRefuses() {
        final var limits = AdmissionLimits.DEFAULT.withDuplicateLogin(AdmissionLimits.DuplicateLogin.REFUSE);
        try (AdmissionRig rig = new AdmissionRig(1, limits, TrustedPrefixes.NONE)) {
            rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(100);
            final RigPeer second = rig.peer(IP + 1, 4001).connect(rig.credentials(1));
            rig.run(100);

            assertEquals(Stage.REFUSED, second.stage());
            assertEquals(CloseReason.DUPLICATE_LOGIN.code(), second.handshake().reason());
            assertEquals(1, rig.admittedCount());
        }
    }

    @Test
    void shouldWaitInLineAndEnterInOrderWhenServerIsFull() {
        try (AdmissionRig rig = new AdmissionRig(1, AdmissionLimits.DEFAULT.withSessions(3, 1), OFFICE)) {
            for (int number = 0; number < 5; number++) {
                rig.peer(IP + number, 4000).connect(rig.credentials(number + 1));
                rig.run(50);
            }
            final RigPeer third = rig.peers.get(2);
            final RigPeer fifth = rig.peers.get(4);
            final int placeOfFifth = rig.sessions[0].queuePlaces.getOrDefault(fifth.cid(), 0);
            rig.end(rig.peers.getFirst().cid());
            rig.run(2500);

            assertEquals(3, placeOfFifth, "two play, one place is reserved");
            assertTrue(rig.sessions[0].admitted.contains(third.cid()));
            assertEquals(2, rig.admittedCount());
            assertEquals(2, rig.sessions[0].queuePlaces.get(fifth.cid()));
        }
    }

    @Test
    void shouldUseReservedPlaceWhenStaffComes() {
        try (AdmissionRig rig = new AdmissionRig(1, AdmissionLimits.DEFAULT.withSessions(2, 1), OFFICE)) {
            rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(50);
            rig.peer(IP + 1, 4000).connect(rig.credentials(2));
            rig.run(50);
            final RigPeer staff = rig.peer(IP + 2, 4000).connect(rig.credentials(1L << 32 | 3));
            rig.run(50);

            assertTrue(rig.sessions[0].admitted.contains(staff.cid()));
            assertEquals(2, rig.admittedCount());
            assertEquals(1, rig.count(Counter.SESSIONS_WAITING));
        }
    }

    @Test
    void shouldRefuseTheFourthEntryWithinAMinuteWhenAccountChurns() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000);
            for (int entry = 0; entry < 3; entry++) {
                peer.connect(rig.credentials(1));
                rig.run(1000);
                rig.end(peer.cid());
            }
            peer.connect(rig.credentials(1));
            rig.run(1000);

            assertEquals(Stage.REFUSED, peer.stage());
            assertTrue(peer.handshake().retryAfterMs() > 10_000);
            assertEquals(1, rig.count(Counter.REFUSED_ENTRY_RATE));
        }
    }

    @Test
    void shouldComeBackOnceWhenResumingWithATicket() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final Credentials token = rig.credentials(1);
            final RigPeer peer = rig.peer(IP, 4000).connect(token);
            rig.run(100);
            final byte[] ticket = peer.handshake().accepted().ticket().toBytes();
            rig.end(peer.cid());
            peer.connect(token.resumeWith(ticket, ticket.length));
            rig.run(100);
            final Stage resumed = peer.stage();
            rig.end(peer.cid());
            peer.connect(token.resumeWith(ticket, ticket.length));
            rig.run(1000);

            assertEquals(Stage.ACCEPTED, resumed);
            assertEquals(Stage.CONNECT_SENT, peer.stage(), "a ticket is good once");
            assertTrue(rig.count(Counter.TOKEN_REUSED) > 0);
        }
    }

    @Test
    void shouldGiveFreshTicketsWhenPlayingOn() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000).connect(rig.credentials(1));

            rig.run(50_000);

            assertEquals(2, rig.sessions[0].ticketCounts.get(peer.cid()), "one every 30 s");
        }
    }

    @Test
    void shouldSayVersionWhenMessageTableDiffers() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer peer = rig.peer(IP, 4000).connect(rig.credentials(1), new ClientProfile(1, 99, 30, 20, 0));

            rig.run(100);

            assertEquals(Stage.REFUSED, peer.stage());
            assertEquals(CloseReason.VERSION.code(), peer.handshake().reason());
            assertEquals(0, rig.count(Counter.HALF_OPEN));
        }
    }

    @Test
    void shouldRefuseNewPlayersAndKickWhenOrdered() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final RigPeer alice = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(100);
            rig.admission.offer(new AdmissionOrder.Drain(true));
            rig.admission.offer(new AdmissionOrder.Kick(1, CloseReason.KICKED));
            final RigPeer bob = rig.peer(IP + 1, 4000).connect(rig.credentials(2));
            rig.run(100);

            assertEquals(CloseReason.KICKED.code(), rig.sessions[0].closed.get(alice.cid()));
            assertEquals(CloseReason.DRAINING.code(), bob.handshake().reason());
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenAThousandComeAndGo() {
        try (AdmissionRig rig = new AdmissionRig(2, AdmissionLimits.DEFAULT, OFFICE)) {
            final int freeBefore = rig.sessions[0].freeCount() + rig.sessions[1].freeCount();
            for (int round = 0; round < 20; round++) {
                for (int number = 0; number < 50; number++) {
                    rig.peer(IP + number, 4000 + round).connect(rig.credentials(round * 50L + number + 1));
                }
                rig.run(100);
                for (final RigPeer peer : rig.peers) {
                    rig.end(peer.cid());
                    peer.close();
                }
                rig.peers.clear();
            }
            rig.run(100_000);

            assertEquals(1000, rig.count(Counter.ADMITTED));
            assertEquals(0, rig.count(Counter.SESSIONS_ADMITTED));
            assertEquals(0, rig.count(Counter.HALF_OPEN));
            assertEquals(0, rig.count(Counter.TOKENS_REMEMBERED), "all tokens have expired");
            assertEquals(freeBefore, rig.sessions[0].freeCount() + rig.sessions[1].freeCount());
        }
    }

    @Test
    void shouldLetEverybodyInWhenMoreComeAtOnceThanIdsAreLent() {
        try (AdmissionRig rig = new AdmissionRig(1, AdmissionLimits.DEFAULT, OFFICE)) {
            final int players = 2 * ShardDoor.STOCK + 88;
            for (int number = 0; number < players; number++) {
                rig.peer(IP, 4000 + number).connect(rig.credentials(number + 1));
            }
            rig.run(1000);

            assertEquals(players, rig.admittedCount());
            assertEquals(0, rig.count(Counter.REFUSED_FULL));
            assertEquals(0, rig.count(Counter.HALF_OPEN));
            assertTrue(rig.count(Counter.HANDSHAKES_DELAYED) > 0, "it was a crowd");
        }
    }

    @Test
    void shouldSayFullWhenAShardHasNoIdForASecond() {
        try (AdmissionRig rig = new AdmissionRig(1, AdmissionLimits.DEFAULT, OFFICE)) {
            while (rig.sessions[0].freeCount() > 0) {
                rig.sessions[0].reserve();
            }
            for (int number = 0; number <= ShardDoor.STOCK; number++) {
                rig.peer(IP, 4000 + number).connect(rig.credentials(number + 1));
            }
            rig.run(900);
            final long refusedBefore = rig.count(Counter.REFUSED_FULL);
            rig.run(300);

            assertEquals(ShardDoor.STOCK, rig.admittedCount());
            assertEquals(0, refusedBefore);
            assertEquals(1, rig.count(Counter.REFUSED_FULL));
            assertEquals(
                    CloseReason.FULL.code(), rig.peers.getLast().handshake().reason());
        }
    }

    @Test
    void shouldRefuseAUsedTicketAfterARestart(@TempDir final Path data) throws IOException {
        final Credentials ticketed;
        try (AdmissionRig rig = AdmissionRig.strict();
                TicketJournal journal = TicketJournal.open(data)) {
            rig.admission.remember(journal);
            final Credentials token = rig.credentials(1);
            final RigPeer peer = rig.peer(IP, 4000).connect(token);
            rig.run(100);
            final byte[] ticket = peer.handshake().accepted().ticket().toBytes();
            ticketed = token.resumeWith(ticket, ticket.length);
            rig.end(peer.cid());
            peer.connect(ticketed);
            rig.run(100);
            assertEquals(Stage.ACCEPTED, peer.stage());
        }
        assertEquals(Stage.CONNECT_SENT, resumed(ticketed, data, true), "the same secret, another run");
        assertEquals(Stage.ACCEPTED, resumed(ticketed, data, false), "it is the journal that knows");
    }

    private static Stage resumed(final Credentials ticketed, final Path data, final boolean remembers)
            throws IOException {
        try (AdmissionRig rig = AdmissionRig.strict();
                TicketJournal journal = TicketJournal.open(data)) {
            if (remembers) {
                assertEquals(1, rig.admission.remember(journal));
            }
            final RigPeer peer = rig.peer(IP, 4000).connect(ticketed);
            rig.run(500);
            return peer.stage();
        }
    }

    @Test
    void shouldRefuseTheBannedUntilTheirTimeIsOverOrTheyArePardoned() {
        try (AdmissionRig rig = AdmissionRig.strict()) {
            final long nowSeconds = rig.wallClock.time() / 1000;
            final RigPeer playing = rig.peer(IP, 4000).connect(rig.credentials(1));
            rig.run(100);
            rig.admission.offer(new AdmissionOrder.Ban(1, Long.MAX_VALUE));
            rig.admission.offer(new AdmissionOrder.Ban(2, nowSeconds + 5));
            rig.admission.offer(new AdmissionOrder.Ban(3, Long.MAX_VALUE));
            rig.run(100);
            final RigPeer first = rig.peer(IP + 1, 4001).connect(rig.credentials(1));
            final RigPeer second = rig.peer(IP + 2, 4002).connect(rig.credentials(2));
            rig.admission.offer(new AdmissionOrder.Pardon(3));
            final RigPeer third = rig.peer(IP + 3, 4003).connect(rig.credentials(3));
            rig.run(500);

            assertEquals(CloseReason.BANNED.code(), rig.sessions[0].closed.get(playing.cid()));
            assertEquals(CloseReason.BANNED.code(), first.handshake().reason());
            assertEquals(CloseReason.BANNED.code(), second.handshake().reason());
            assertEquals(Stage.ACCEPTED, third.stage());
            assertEquals(2, rig.count(Counter.REFUSED_BANNED));

            rig.run(6_000);
            second.connect(rig.credentials(2));
            rig.run(500);
            assertEquals(Stage.ACCEPTED, second.stage(), "five seconds later");
        }
    }
}
