package io.tos.engine.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/** An immutable run of bytes that may be secret: compared in constant time, never printed. */
public final class Octets {
    /** No bytes. */
    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the array. */
    public static Octets of(final byte... bytes) {
        return new Octets(bytes.clone());
    }

    /** How many. */
    public int length() {
        return bytes.length;
    }

    /** A copy as array. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Writes them to {@code target} from {@code offset} on. */
    public void copyTo(final byte[] target, final int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Octets octets && MessageDigest.isEqual(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
