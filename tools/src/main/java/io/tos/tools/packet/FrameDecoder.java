package io.tos.tools.packet;

import io.tos.engine.protocol.AckSection;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseFrame;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameReader;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.PathFrame;
import io.tos.engine.protocol.PingFrame;
import io.tos.engine.protocol.PongFrame;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text of an opened data packet: acks, then frame by frame. One thread. */
final class FrameDecoder {
    private final FrameReader toServer = new FrameReader(Direction.TO_SERVER);
    private final FrameReader toClient = new FrameReader(Direction.TO_CLIENT);
    private final MessageDecoder messages = new MessageDecoder();
    private final WorldDecoder world = new WorldDecoder();

    /**
     * Reads a text.
     *
     * @param parts gets what is in it.
     * @return whether all of it is legal; if not, the last part says what is wrong.
     */
    boolean decode(
            final Direction direction,
            final MemorySegment memory,
            final long text,
            final int length,
            final List<Part> parts) {
        final FrameReader reader = direction == Direction.TO_SERVER ? toServer : toClient;
        if (!reader.wrap(memory, text, length)) {
            parts.add(new Part("text").wrong("flags or ack section not in a legal form"));
            return false;
        }
        if (reader.hasAcks()) {
            parts.add(acks(reader.acks()));
        }
        boolean legal = true;
        for (int type = reader.next(); type != FrameReader.END; type = reader.next()) {
            if (type == FrameReader.MALFORMED) {
                parts.add(new Part("frame").wrong("a frame here is unknown, cut off or has a field out of range"));
                return false;
            }
            final int before = parts.size();
            frame(type, reader, direction, memory, parts);
            legal &= parts.subList(before, parts.size()).stream()
                    .allMatch(part -> part.problem().isEmpty());
        }
        return legal;
    }

    private static Part acks(final AckSection acks) {
        final List<Integer> missing = new ArrayList<>();
        for (int back = 0; back < AckSection.HISTORY; back++) {
            if ((acks.mask() & 1L << back) == 0) {
                missing.add((acks.newest() - 1 - back) & 0xFFFF);
            }
        }
        final Object delay = acks.delay() == AckSection.DELAY_UNKNOWN ? "unknown" : Part.decimal(acks.delay(), 2);
        final Part part = new Part("acks").with("newestLow16", acks.newest()).with("delayMs", delay);
        return missing.isEmpty() ? part : part.with("missing", missing);
    }

    private void frame(
            final int type,
            final FrameReader reader,
            final Direction direction,
            final MemorySegment memory,
            final List<Part> parts) {
        final long body = reader.body();
        switch (type) {
            case FrameType.SNAPSHOT -> world.snapshot(memory, body, reader.bodyLength(), parts);
            case FrameType.INPUT -> parts.add(world.input(memory, body, reader.bodyLength()));
            case FrameType.RELIABLE, FrameType.MESSAGE -> {
                final Part part = onChannel(type, reader);
                messages.whole(part, memory, body, reader.bodyLength(), direction, reader.channel());
                parts.add(part);
            }
            case FrameType.FRAGMENT -> {
                final Part part = onChannel(type, reader)
                        .with("fragment", (reader.fragmentIndex() + 1) + " of " + reader.fragmentCount());
                if (reader.fragmentIndex() == 0) {
                    messages.beginning(part, memory, body, reader.bodyLength());
                }
                parts.add(part);
            }
            default -> parts.add(small(type, memory, body, reader.bodyLength()));
        }
    }

    private static Part onChannel(final int type, final FrameReader reader) {
        final Channel channel = Channel.byId(reader.channel());
        final Part part = new Part(name(type))
                .with("channel", channel == null ? "?" : channel.name().toLowerCase(Locale.ROOT));
        if (type != FrameType.MESSAGE) {
            part.with("id", reader.messageId());
        }
        return part.with("bytes", reader.bodyLength());
    }

    private static Part small(final int type, final MemorySegment memory, final long body, final int length) {
        final Part part = new Part(name(type));
        return switch (type) {
            case FrameType.PING ->
                part.with("id", PingFrame.id(memory, body)).withU64("sentUs", PingFrame.sentUs(memory, body));
            case FrameType.PONG ->
                part.with("id", PongFrame.id(memory, body))
                        .withU64("pingSentUs", PongFrame.pingSentUs(memory, body))
                        .withU64("pingReceivedUs", PongFrame.pingReceivedUs(memory, body))
                        .withU64("pongSentUs", PongFrame.pongSentUs(memory, body));
            case FrameType.PATH_CHALLENGE, FrameType.PATH_RESPONSE ->
                part.withBytes("token", memory, body, PathFrame.LENGTH);
            case FrameType.CLOSE -> close(part, memory, body);
            case FrameType.BASE_MISS ->
                part.with("cause", MissFrame.cause(memory, body) == MissFrame.CAUSE_BASE ? "base" : "hash")
                        .with("alias", MissFrame.alias(memory, body));
            default -> part.with("bytes", length);
        };
    }

    private static Part close(final Part part, final MemorySegment memory, final long body) {
        final int code = CloseFrame.code(memory, body);
        final CloseReason reason = CloseReason.byCode(code);
        part.with("code", String.format("%04x", code)).with("reason", reason == null ? "unknown" : reason.name());
        final int textLength = CloseFrame.textLength(memory, body);
        return textLength == 0 ? part : part.withText("text", memory, CloseFrame.text(body), textLength);
    }

    private static String name(final int type) {
        return switch (type) {
            case FrameType.PADDING -> "PADDING";
            case FrameType.PING -> "PING";
            case FrameType.PONG -> "PONG";
            case FrameType.PATH_CHALLENGE -> "PATH_CHALLENGE";
            case FrameType.PATH_RESPONSE -> "PATH_RESPONSE";
            case FrameType.CLOSE -> "CLOSE";
            case FrameType.BASE_MISS -> "BASE_MISS";
            case FrameType.RELIABLE -> "RELIABLE";
            case FrameType.FRAGMENT -> "FRAGMENT";
            case FrameType.MESSAGE -> "MESSAGE";
            default -> String.format("FRAME_%02X", type);
        };
    }
}
