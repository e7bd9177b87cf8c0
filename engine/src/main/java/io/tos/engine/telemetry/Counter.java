package io.tos.engine.telemetry;

import static io.tos.engine.telemetry.MetricKind.GAUGE;

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
    RESETS_SENT(67, "datagrams", "that told a peer that its session is not there"),
    SESSIONS_FLOODED(68, "sessions", "ended because their peer kept sending far too many packets"),
    TICKETS_NOT_JOURNALLED(69, "tickets", "used up that could not be written down: good again after a restart"),
    REFUSED_BANNED(70, "handshakes", "refused: the account is banned"),
    SESSION_SLOTS_USED(90, "slots", "taken by sessions and handshakes now", GAUGE),
    SESSION_HELD_BYTES(91, "bytes", "of messages that wait in either direction now", GAUGE),

    // Handshake and admission: 96 to 143.
    HANDSHAKE_UNKNOWN(96, "datagrams", "of no handshake type a server takes, dropped"),
    HELLO_MALFORMED(97, "datagrams", "that looked like HELLO and were not, dropped"),
    CHALLENGES_SENT(98, "datagrams", "cookies handed out"),
    CHALLENGES_LIMITED_PREFIX(99, "datagrams", "HELLOs dropped: the prefix's cookie budget was used up"),
    CHALLENGES_LIMITED(100, "datagrams", "HELLOs dropped: the server's cookie budget was used up"),
    COOKIES_NOT_READY(101, "datagrams", "HELLOs and CONNECTs dropped before the first cookie secret came"),
    CONNECT_MALFORMED(102, "datagrams", "that looked like CONNECT and were not, dropped"),
    CONNECT_VERSION(103, "datagrams", "CONNECTs in a version this server does not speak, dropped"),
    COOKIE_STALE(104, "datagrams", "CONNECTs dropped: the cookie is too old or from the future"),
    COOKIE_WRONG(105, "datagrams", "CONNECTs dropped: the cookie is not the peer's"),
    TOKEN_EXPIRED(106, "datagrams", "CONNECTs dropped: the token's time is over"),
    TOKEN_TOO_FAR_AHEAD(107, "datagrams", "CONNECTs dropped: the token lasts longer than tokens may"),
    TOKEN_OTHER_INSTANCE(108, "datagrams", "CONNECTs dropped: the token is for another run or server"),
    TOKEN_OTHER_PROTOCOL(109, "datagrams", "CONNECTs dropped: the token is for another protocol"),
    CONNECT_QUEUE_FULL(110, "datagrams", "CONNECTs dropped: too many wait for admission"),
    CONNECT_LIMITED_HOST(111, "datagrams", "CONNECTs dropped: the host's budget was used up"),
    CONNECT_LIMITED_PREFIX(112, "datagrams", "CONNECTs dropped: the prefix's budget was used up"),
    TOKEN_FORGED(113, "datagrams", "CONNECTs dropped: the token does not open"),
    TOKEN_MALFORMED(114, "datagrams", "CONNECTs dropped: the token or ticket has no legal form"),
    TOKEN_REUSED(115, "datagrams", "CONNECTs dropped: the token was used up"),
    TOKEN_BUSY(116, "datagrams", "CONNECTs dropped: somebody is coming in with this token"),
    TOKEN_HISTORY_FULL(117, "datagrams", "CONNECTs dropped: no room to remember one more token"),
    ACCEPTS_RESENT(118, "datagrams", "ACCEPTs sent again for a repeated CONNECT"),
    ACCEPT_RESEND_LIMIT(119, "datagrams", "CONNECTs dropped: their ACCEPT was sent 16 times"),
    HALF_OPEN_FULL(120, "datagrams", "CONNECTs dropped: too many handshakes under way"),
    HALF_OPEN_PREFIX_FULL(121, "datagrams", "CONNECTs dropped: too many handshakes of the prefix under way"),
    HANDSHAKES_DELAYED(122, "handshakes", "that waited for an id or for the curve"),
    CURVE_OPERATIONS(123, "operations", "Diffie-Hellman agreements begun for peers"),
    MESSAGE1_INVALID(124, "handshakes", "ended: the peer does not hold the token's psk, or its key is of low order"),
    CONNECT_PAYLOAD_INVALID(125, "handshakes", "ended: the sealed part of CONNECT has no legal form"),
    ACCEPTED(126, "handshakes", "answered with ACCEPT and a session"),
    REFUSED_VERSION(127, "handshakes", "refused: other message table"),
    REFUSED_FULL(128, "handshakes", "refused: no place and no place in the queue"),
    REFUSED_HOST_LIMIT(129, "handshakes", "refused: too many sessions from the host"),
    REFUSED_ENTRY_RATE(130, "handshakes", "refused: the account came in too often"),
    REFUSED_DUPLICATE(131, "handshakes", "refused: the account plays already"),
    REFUSED_DRAINING(132, "handshakes", "refused: the server takes no new players"),
    CONFIRMED(133, "sessions", "whose peer proved its keys"),
    HALF_OPEN_LAPSED(134, "handshakes", "that were accepted and never confirmed"),
    ADMITTED(135, "sessions", "given a player's place"),
    TAKEOVERS(136, "sessions", "ended because their account came in again"),
    HALF_OPEN(137, "handshakes", "under way now", GAUGE),
    SESSIONS_WAITING(138, "sessions", "in the queue now", GAUGE),
    SESSIONS_ADMITTED(139, "sessions", "with a player's place now", GAUGE),
    TOKENS_REMEMBERED(140, "tokens", "in the token history now", GAUGE),
    CONNECTS_PASSED_ON(142, "datagrams", "CONNECTs with a good cookie, handed to the admission agent"),
    CHALLENGES_NO_SLOT(143, "datagrams", "HELLOs dropped: every send slot was in flight"),
    TICKETS_SENT(141, "tickets", "made for sessions to resume with"),

    // Tick and world: 144 to 223.
    TICKS(144, "ticks", "executed"),
    TICK_OVERRUNS(145, "ticks", "that took longer than the tick interval"),
    TICKS_SKIPPED(146, "ticks", "deadlines missed and not made up"),
    MESSAGES_MALFORMED(147, "messages", "not as the message table has it, session closed"),
    FRAMES_BEFORE_WORLD(148, "frames", "that mean something only to a player in a world, ignored"),

    // Worlds and their inputs: 150 to 169.
    WORLD_ENTRIES(150, "players", "put into a world"),
    PLAYERS_IN_WORLD(151, "players", "in a world now", GAUGE),
    INPUT_FRAMES(152, "frames", "of inputs that came for players in a world"),
    PLAYER_TICKS(153, "ticks", "executed, once per player in a world"),
    INPUTS_MISSING(154, "ticks", "of a player without an input: the avatar waits for it, then stands"),
    INPUTS_MADE_UP(155, "inputs", "late, done as a tick's second for a credit"),
    INPUTS_KNOWN(156, "inputs", "that had come before, as they do against loss"),
    INPUTS_PAST(157, "inputs", "for a tick whose input was done, as they come against loss"),
    INPUTS_LATE(158, "inputs", "24 ticks late or more, dropped"),
    INPUTS_AHEAD(159, "inputs", "more than 32 ticks ahead, dropped"),
    INPUT_OTHER_EPOCH(160, "frames", "of inputs for another world than the player is in, ignored"),
    INPUTS_GIVEN_UP(161, "inputs", "late, more than the player had credits for, dropped"),
    VIEWS_CLAMPED(162, "frames", "of inputs that claim a view older than their line explains"),
    PLAYERS_FALLEN_IDLE(163, "times", "a player had sent no input for 500 ms"),
    INPUT_SUSPICIONS(164, "frames", "of inputs far ahead, or seen from too long ago"),
    PLAYERS_SUSPECTED(165, "times", "a player sent more of those than a slow server explains"),
    PORTALS_TAKEN(166, "times", "a player went through a portal"),
    MAPS_STOPPED(167, "maps", "stopped because a system of theirs failed"),
    MESSAGES_AFTER_LEAVE(168, "messages", "for a world the player had just left, dropped"),
    RECORDINGS_BROKEN_OFF(169, "times", "a recording ended because the disk was too slow or full"),
    MESSAGES_OVER_RATE(190, "messages", "above the rate of their kind, dropped"),

    // What viewers are told: 170 to 189.
    SNAPSHOTS_OUT(170, "snapshots", "parts handed to the network agent"),
    SNAPSHOT_BYTES(171, "bytes", "in those parts"),
    RECORDS_FULL(172, "records", "states in full"),
    RECORDS_DELTA(173, "records", "changes against a state that was acked"),
    RECORDS_LEFT(174, "records", "that an entity was lost from sight"),
    RECORDS_ENCODED(175, "records", "that had to be encoded"),
    RECORDS_COPIED(176, "records", "that had been encoded for another viewer in the same tick"),
    RECORDS_DEFERRED(177, "records", "that did not fit into a part and wait for a later one"),
    ENTITIES_CAME(178, "entities", "that came into somebody's sight"),
    ENTITIES_LOST(179, "entities", "that were lost from somebody's sight"),
    ENTERS_CAPPED(180, "looks", "at which more wanted to come into sight than may at once"),
    ALIAS_STARVED(181, "looks", "at which there was no alias for somebody who should have come into sight"),
    BASE_MISSES(182, "messages", "from clients that lacked the base of a delta"),
    INTEGRITY_MISMATCHES(183, "messages", "from clients that had other states than the server believed"),
    BASE_MISSES_LIMITED(184, "messages", "from clients that asked for full states too often, ignored"),
    SNAPSHOTS_NO_ROOM(185, "snapshots", "not made because no outbound slab had room"),
    SNAPSHOTS_LOST(186, "snapshots", "that the network agent declared lost"),
    VIEWERS(187, "viewers", "that are told about a world now", GAUGE),
    VISIBLE_PAIRS(188, "pairs", "of a viewer and an entity in its sight now", GAUGE),
    RECORD_BYTES(189, "bytes", "of records, in parts"),

    // Store: 224 to 239. The tick counts 233 to 236.
    STORE_ROWS_SAVED(224, "rows", "written and durable"),
    STORE_ROWS_STALE(225, "rows", "not written: another version or owner is on disk"),
    STORE_COMMITS(226, "times", "rows were made durable together"),
    STORE_FAILURES(227, "times", "the database refused; what it was asked is tried again"),
    STORE_DEGRADED(228, "now", "1 while nothing can be saved", GAUGE),
    STORE_ROWS_HELD(229, "rows", "waiting now because the database refused them", GAUGE),
    STORE_LOADS(230, "characters", "loaded"),
    STORE_LOADS_FAILED(231, "characters", "not loaded, their sessions refused"),
    STORE_CLOCK_BACK(232, "times", "the machine's clock stood before the last row's stamp"),
    SAVES_NO_SLAB(233, "rows", "not handed to the store because no slab was free; they stay dirty"),
    JOURNAL_BUSY(234, "actions", "refused because the journal's road was full"),
    LOADS_NO_SLAB(235, "characters", "asked for again later because no slab was free"),
    JOURNAL_SEQUENCE(236, "sequence", "of the last event handed to the journal", GAUGE),
    JOURNAL_EVENTS(237, "events", "in the journal, durable"),
    JOURNAL_DURABLE(238, "sequence", "up to which the journal is durable", GAUGE),
    STORE_DATABASE_BYTES(239, "bytes", "of the database on disk", GAUGE);

    private final int id;
    private final String unit;
    private final String meaning;
    private final MetricKind kind;

    Counter(final int id, final String unit, final String meaning) {
        this(id, unit, meaning, MetricKind.COUNTER);
    }

    Counter(final int id, final String unit, final String meaning, final MetricKind kind) {
        this.id = id;
        this.unit = unit;
        this.meaning = meaning;
        this.kind = kind;
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

    /** Whether it only rises or says what is now. */
    public MetricKind kind() {
        return kind;
    }
}
