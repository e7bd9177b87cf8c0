package io.tos.tools.packet;

import io.tos.engine.protocol.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** One named thing in a packet, with its fields in order. Values are numbers, truths, text, or lists of these. */
final class Part {
    private final String name;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private String problem = "";

    Part(final String name) {
        this.name = name;
    }

    /** Adds a field. */
    Part with(final String field, final Object value) {
        fields.put(field, value);
        return this;
    }

    /** Adds a field of opaque bytes, shown as hex digits. */
    Part withBytes(final String field, final MemorySegment memory, final long at, final long length) {
        return with(field, HexFormat.of().formatHex(memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE)));
    }

    /** Adds a field of a u64 whose digits mean nothing but that they differ, such as a hash. */
    Part withHash(final String field, final long value) {
        return with(field, HexFormat.of().toHexDigits(value));
    }

    /** Adds a field of valid UTF-8; what a terminal would obey or hide is escaped. */
    Part withText(final String field, final MemorySegment memory, final long at, final int length) {
        final byte[] bytes = memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        final StringBuilder shown = new StringBuilder("\"");
        new String(bytes, StandardCharsets.UTF_8).codePoints().forEach(point -> {
            final int type = Character.getType(point);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR) {
                shown.append(String.format("\\u{%x}", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return with(field, shown.append('"').toString());
    }

    /** Adds what the standard writes as u64 and people read as a count. */
    Part withU64(final String field, final MemorySegment memory, final long at) {
        return withU64(field, LittleEndian.i64(memory, at));
    }

    /** Adds an unsigned number. */
    Part withU64(final String field, final long value) {
        return with(field, value >= 0 ? (Object) value : Long.toUnsignedString(value));
    }

    /** Adds an unsigned number. */
    Part withU32(final String field, final int value) {
        return with(field, Integer.toUnsignedLong(value));
    }

    /** Says what is wrong with it. */
    Part wrong(final String what) {
        problem = what;
        return this;
    }

    /** What it is. */
    String name() {
        return name;
    }

    /** Field names and values, in order. */
    Map<String, Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** What is wrong, or nothing. */
    String problem() {
        return problem;
    }

    /** A length or speed of 1/{@code unit}, to three digits. */
    static double decimal(final long value, final double unit) {
        return Math.round(value / unit * 1000) / 1000.0;
    }
}
