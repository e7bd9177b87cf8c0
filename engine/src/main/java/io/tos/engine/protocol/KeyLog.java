package io.tos.engine.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File of session keys, by which a capture of packets can be read. Any thread may add; one line per session and direction:
 *
 * <pre> tos-key CID_HEX to_server|to_client KEY_HEX </pre>
 *
 * CID is the connection id in the packets of that direction, so the receiver's, as eight digits; KEY is the key of phase
 * 0, from which REKEY gives all later ones. Empty lines and lines that begin with {@code #} say nothing. Who has the file
 * can read and forge the sessions in it, so only its owner may open it.
 */
public final class KeyLog implements Closeable {
    /** Length of a key. */
    public static final int KEY_BYTES = 32;

    private static final Pattern LINE = Pattern.compile("tos-key ([0-9a-f]{8}) (to_server|to_client) ([0-9a-f]{64})");

    /**
     * One line.
     *
     * @param cid connection id in the packets of this direction.
     * @param direction which way they travel.
     * @param key of phase 0, 32 bytes on the heap.
     */
    public record Entry(int cid, Direction direction, MemorySegment key) {}

    private final OutputStream out;

    private KeyLog(final OutputStream out) {
        this.out = out;
    }

    /** Opens a file to add to, and makes it if there is none, for its owner alone. */
    public static KeyLog append(final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new KeyLog(Channels.newOutputStream(channel));
    }

    /** Adds a line; it is in the file when this returns. The key's 32 bytes lie at {@code key}. */
    public synchronized void add(final int cid, final Direction direction, final MemorySegment keys, final long key)
            throws IOException {
        final HexFormat hex = HexFormat.of();
        final byte[] bytes = keys.asSlice(key, KEY_BYTES).toArray(ValueLayout.JAVA_BYTE);
        final String line = "tos-key " + hex.toHexDigits(cid) + ' '
                + direction.name().toLowerCase(Locale.ROOT) + ' ' + hex.formatHex(bytes) + '\n';
        out.write(line.getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Reads a file, in the order of its lines; a line in no form known refuses the file and is named. */
    public static List<Entry> read(final Path file) throws IOException {
        final List<Entry> entries = new ArrayList<>();
        final String text =
                UTF_8.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                entries.add(entry(line.strip().toLowerCase(Locale.ROOT), file, number));
            }
        }
        return entries;
    }

    private static Entry entry(final String line, final Path file, final int number) throws IOException {
        final Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IOException(file + ", line " + number
                    + ": is not 'tos-key CID to_server|to_client KEY' with 8 and 64 hex digits");
        }
        return new Entry(
                HexFormat.fromHexDigits(parts.group(1)),
                Direction.valueOf(parts.group(2).toUpperCase(Locale.ROOT)),
                MemorySegment.ofArray(HexFormat.of().parseHex(parts.group(3))).asReadOnly());
    }
}
