package io.tos.tools.packet;

import io.tos.engine.protocol.LittleEndian;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a classic pcap file, of either byte order, in micro- or nanoseconds, record by record. One thread.
 *
 * <pre>
 * file    0 magic u32 | 4 version | 8 unused | 16 snap length u32 | 20 link type, low 16 bits
 * record  0 seconds u32 | 4 micro- or nanoseconds u32 | 8 bytes kept u32 | 12 bytes on the wire u32 | 16 bytes
 * </pre>
 */
final class PcapReader implements Closeable {
    private static final int FILE_HEAD_BYTES = 24;
    private static final int RECORD_HEAD_BYTES = 16;
    private static final int MAGIC_MICROSECONDS = 0xA1B2C3D4;
    private static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
    private static final int MAGIC_PCAPNG = 0x0A0D0D0A;
    /** No capture program keeps more of one frame. */
    private static final int RECORD_BYTES_MAX = 1 << 20;

    private final InputStream in;
    private final boolean bigEndian;
    private final boolean nanoseconds;
    private final int linkType;
    private long records;
    private @Nullable String complaint;

    private PcapReader(final InputStream in, final Path file) throws IOException {
        this.in = in;
        final byte[] head = in.readNBytes(FILE_HEAD_BYTES);
        if (head.length >= Integer.BYTES && LittleEndian.i32(MemorySegment.ofArray(head), 0) == MAGIC_PCAPNG) {
            throw new CaptureException(file + " is a pcapng file; convert it: editcap -F pcap " + file + " out.pcap");
        }
        if (head.length < FILE_HEAD_BYTES) {
            throw new CaptureException(file + " is not a pcap file: it has " + head.length + " bytes");
        }
        final MemorySegment fields = MemorySegment.ofArray(head);
        final int magic = LittleEndian.i32(fields, 0);
        final int swapped = Integer.reverseBytes(magic);
        bigEndian = swapped == MAGIC_MICROSECONDS || swapped == MAGIC_NANOSECONDS;
        final int ordered = bigEndian ? swapped : magic;
        nanoseconds = ordered == MAGIC_NANOSECONDS;
        if (!nanoseconds && ordered != MAGIC_MICROSECONDS) {
            throw new CaptureException(file + " is not a pcap file: it begins with 0x" + hex(swapped));
        }
        linkType = i32(fields, 20) & 0xFFFF;
        LinkLayer.check(linkType);
    }

    /** Opens a file and reads its head. */
    static PcapReader open(final Path file) throws IOException {
        final InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return new PcapReader(in, file);
        } catch (final IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next record, or null at the end; then {@link #complaint()} says if the end was not clean. */
    @Nullable
    CapturedFrame next() throws IOException {
        if (complaint != null) {
            return null;
        }
        final byte[] head = in.readNBytes(RECORD_HEAD_BYTES);
        if (head.length == 0) {
            return null;
        }
        final long number = records + 1;
        if (head.length < RECORD_HEAD_BYTES) {
            complaint = "the file ends inside the head of record " + number;
            return null;
        }
        final MemorySegment fields = MemorySegment.ofArray(head);
        final int kept = i32(fields, 8);
        if (kept < 0 || kept > RECORD_BYTES_MAX) {
            complaint =
                    "record " + number + " claims " + Integer.toUnsignedString(kept) + " bytes; what follows is lost";
            return null;
        }
        final byte[] bytes = in.readNBytes(kept);
        if (bytes.length < kept) {
            complaint = "the file ends inside record " + number + ": " + bytes.length + " of " + kept + " bytes";
            return null;
        }
        records = number;
        final long fraction = Integer.toUnsignedLong(i32(fields, 4)) * (nanoseconds ? 1 : 1_000);
        final long timeNs = Integer.toUnsignedLong(i32(fields, 0)) * 1_000_000_000L + fraction;
        return new CapturedFrame(number, timeNs, MemorySegment.ofArray(bytes));
    }

    private int i32(final MemorySegment memory, final long at) {
        return bigEndian ? NetworkOrder.i32(memory, at) : LittleEndian.i32(memory, at);
    }

    private static String hex(final int value) {
        return String.format("%08x", value);
    }

    /** What the frames begin with; see {@link LinkLayer}. */
    int linkType() {
        return linkType;
    }

    /** Digits of a second that the file's times have. */
    int timeDigits() {
        return nanoseconds ? 9 : 6;
    }

    /** Why reading ended before the file did, or null. */
    @Nullable
    String complaint() {
        return complaint;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
