package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Which character is wanted, and by whom; unknown ones are entered into the registry. A holder; one instance per agent.
 *
 * <pre> 0 asker i64 | 8 account id i64 | 16 character id i64 | 24 name length i32 | 28 name, UTF-8, at most 176 </pre>
 */
public final class LoadRequest {
    /** The name's bytes at most: what a token carries. */
    public static final int NAME_BYTES_MAX = 176;

    static final int BYTES_MAX = 28 + NAME_BYTES_MAX;

    /** The asker's own word; comes back with the answer. */
    public long asker;
    /** The player. */
    public long accountId;
    /** The character. */
    public long characterId;

    private final byte[] name = new byte[NAME_BYTES_MAX];
    private int nameLength;

    /** Takes the name from claims that are padded with zeros. */
    public void paddedName(final MemorySegment memory, final long at) {
        nameLength = 0;
        while (nameLength < NAME_BYTES_MAX && memory.get(ValueLayout.JAVA_BYTE, at + nameLength) != 0) {
            name[nameLength] = memory.get(ValueLayout.JAVA_BYTE, at + nameLength);
            nameLength++;
        }
    }

    int bytes() {
        return 28 + nameLength;
    }

    String nameText() {
        return new String(name, 0, nameLength, StandardCharsets.UTF_8);
    }

    void write(final MemorySegment memory, final long at) {
        memory.set(JAVA_LONG, at, asker);
        memory.set(JAVA_LONG, at + 8, accountId);
        memory.set(JAVA_LONG, at + 16, characterId);
        memory.set(JAVA_INT, at + 24, nameLength);
        MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, at + 28, nameLength);
    }

    void read(final MemorySegment memory, final long at) {
        asker = memory.get(JAVA_LONG, at);
        accountId = memory.get(JAVA_LONG, at + 8);
        characterId = memory.get(JAVA_LONG, at + 16);
        nameLength = memory.get(JAVA_INT, at + 24);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + 28, name, 0, nameLength);
    }
}
