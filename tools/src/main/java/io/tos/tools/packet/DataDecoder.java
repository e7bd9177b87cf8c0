package io.tos.tools.packet;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.KeyLog;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.PacketNumber;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads data packets: the header always, the text if one of the keys opens it. One thread. */
final class DataDecoder {
    /** Packets that a side gets for one connection id. */
    private record Stream(Endpoint to, int cid) {}

    private final Map<Integer, List<SessionKeys>> sessions = new HashMap<>();
    /** Without keys a number is made whole by the highest seen before, believed as it stands. */
    private final Map<Stream, Long> expected = new HashMap<>();

    private final FrameDecoder frames = new FrameDecoder();

    DataDecoder(final List<KeyLog.Entry> keys, final PacketCrypto crypto) {
        for (final KeyLog.Entry entry : keys) {
            sessions.computeIfAbsent(entry.cid(), cid -> new ArrayList<>()).add(new SessionKeys(entry, crypto));
        }
    }

    /**
     * Reads a packet whose header is canonical and whose length is legal.
     *
     * @param known which way it went, if the addresses tell.
     * @param memory off-heap, for the opened packet.
     */
    DecodedPacket decode(final Datagram datagram, final @Nullable Direction known, final MemorySegment memory) {
        final long word = PacketHeader.word(datagram.payload(), 0);
        final List<SessionKeys> candidates = sessions.getOrDefault(PacketHeader.cid(word), List.of());
        for (final SessionKeys keys : candidates) {
            if (keys.open(datagram.payload(), memory)) {
                return opened(datagram, keys, memory);
            }
        }
        if (candidates.isEmpty()) {
            return closed(datagram, known, guess(datagram, word), Outcome.SEALED);
        }
        return closed(datagram, known, candidates.getFirst().number(), Outcome.WRONG_TAG);
    }

    /** The header of a packet the capture cut; its number is only guessed at. */
    DecodedPacket cut(final Datagram datagram, final @Nullable Direction known) {
        return closed(datagram, known, guess(datagram, PacketHeader.word(datagram.payload(), 0)), Outcome.CUT);
    }

    private DecodedPacket opened(final Datagram datagram, final SessionKeys keys, final MemorySegment memory) {
        final List<Part> parts = new ArrayList<>();
        parts.add(head(datagram, keys.number()).with("keyPhase", keys.phase()));
        final int textLength = datagram.length() - PacketHeader.OVERHEAD_BYTES;
        final boolean legal = frames.decode(keys.direction(), memory, PacketHeader.LENGTH, textLength, parts);
        return new DecodedPacket(
                datagram,
                keys.direction(),
                "data",
                label(datagram, keys.number()),
                parts,
                legal ? Outcome.OPENED : Outcome.MALFORMED,
                "");
    }

    private static DecodedPacket closed(
            final Datagram datagram, final @Nullable Direction known, final long number, final Outcome outcome) {
        final String problem = switch (outcome) {
            case WRONG_TAG -> "wrong tag: no key of this session opens it";
            case CUT -> PacketDecoder.cutWords(datagram);
            default -> "";
        };
        final String label = label(datagram, number);
        return new DecodedPacket(datagram, known, "data", label, List.of(head(datagram, number)), outcome, problem);
    }

    private static Part head(final Datagram datagram, final long number) {
        final long word = PacketHeader.word(datagram.payload(), 0);
        return new Part("head")
                .with("cid", HexFormat.of().toHexDigits(PacketHeader.cid(word)))
                .withU64("number", number)
                .with("phaseBit", PacketHeader.phase(word))
                .with("textBytes", datagram.length() - PacketHeader.OVERHEAD_BYTES);
    }

    private static String label(final Datagram datagram, final long number) {
        final long word = PacketHeader.word(datagram.payload(), 0);
        return HexFormat.of().toHexDigits(PacketHeader.cid(word)) + " #" + Long.toUnsignedString(number) + " p"
                + PacketHeader.phase(word);
    }

    private long guess(final Datagram datagram, final long word) {
        final Stream stream = new Stream(datagram.to(), PacketHeader.cid(word));
        final long next = expected.getOrDefault(stream, 0L);
        final long number = PacketNumber.expand(PacketHeader.truncatedNumber(word), PacketNumber.HEADER_BITS, next);
        expected.put(stream, Math.max(next, number + 1));
        return number;
    }
}
