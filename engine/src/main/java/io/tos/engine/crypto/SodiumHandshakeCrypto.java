package io.tos.engine.crypto;

import io.tos.natives.libsodium.LibSodium;
import io.tos.natives.libsodium.SodiumAead;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/**
 * The slow path through libsodium. Arrays are copied into a scratch area off the heap, which is wiped before each method
 * returns. Nothing is allocated.
 */
final class SodiumHandshakeCrypto implements HandshakeCrypto {
    private static final int SECRET_BYTES = 64;

    // Each place is cut out once: a slice per call would be garbage.
    private final MemorySegment scratch = Arena.ofAuto().allocate(2L * MESSAGE_BYTES_MAX + 256, 64);
    private final MemorySegment key = scratch.asSlice(0, KEY_BYTES);
    private final MemorySegment point = scratch.asSlice(32, KEY_BYTES);
    private final MemorySegment result = scratch.asSlice(64, KEY_BYTES);
    private final MemorySegment nonce = scratch.asSlice(96, NONCE_BYTES);
    private final MemorySegment secret = scratch.asSlice(112, SECRET_BYTES);
    private final MemorySegment signature = scratch.asSlice(176, SIGNATURE_BYTES);
    private final MemorySegment text = scratch.asSlice(240, MESSAGE_BYTES_MAX + TAG_BYTES);
    private final MemorySegment associated = scratch.asSlice(256 + MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX);

    @Override
    public String name() {
        return SodiumProbe.NAME;
    }

    @Override
    public void publicKey(final byte[] publicKey, final byte[] privateKey) {
        load(key, privateKey);
        LibSodium.crypto_scalarmult_base(result, key);
        store(result, publicKey);
        key.fill((byte) 0);
    }

    @Override
    public boolean agree(final byte[] shared, final byte[] privateKey, final byte[] publicKey) {
        load(key, privateKey);
        load(point, publicKey);
        final boolean agreed = LibSodium.crypto_scalarmult(result, key, point) == 0;
        if (agreed) {
            store(result, shared);
        } else {
            Arrays.fill(shared, (byte) 0);
        }
        key.fill((byte) 0);
        result.fill((byte) 0);
        return agreed;
    }

    @Override
    public void signingPublicKey(final byte[] publicKey, final byte[] seed) {
        load(key, seed);
        LibSodium.crypto_sign_seed_keypair(result, secret, key);
        store(result, publicKey);
        key.fill((byte) 0);
        secret.fill((byte) 0);
    }

    @Override
    public void sign(final byte[] signed, final byte[] seed, final byte[] message) {
        loadMessage(text, message);
        load(key, seed);
        LibSodium.crypto_sign_seed_keypair(result, secret, key);
        LibSodium.crypto_sign_detached(signature, MemorySegment.NULL, text, message.length, secret);
        store(signature, signed);
        key.fill((byte) 0);
        secret.fill((byte) 0);
    }

    @Override
    public boolean verify(final byte[] signed, final byte[] message, final byte[] publicKey) {
        loadMessage(text, message);
        load(signature, signed);
        load(point, publicKey);
        return LibSodium.crypto_sign_verify_detached(signature, text, message.length, point) == 0;
    }

    @Override
    public void seal(
            final byte[] sealingKey,
            final byte[] number,
            final byte[] header,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        Objects.checkIndex(textLength, MESSAGE_BYTES_MAX + 1);
        load(key, sealingKey);
        load(nonce, number);
        loadMessage(associated, header);
        MemorySegment.copy(buffer, offset, text, ValueLayout.JAVA_BYTE, 0, textLength);
        SodiumAead.seal(
                text.address(), textLength, associated.address(), header.length, nonce.address(), key.address());
        MemorySegment.copy(text, ValueLayout.JAVA_BYTE, 0, buffer, offset, textLength + TAG_BYTES);
        key.fill((byte) 0);
    }

    @Override
    public boolean open(
            final byte[] sealingKey,
            final byte[] number,
            final byte[] header,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        Objects.checkIndex(textLength, MESSAGE_BYTES_MAX + 1);
        load(key, sealingKey);
        load(nonce, number);
        loadMessage(associated, header);
        MemorySegment.copy(buffer, offset, text, ValueLayout.JAVA_BYTE, 0, textLength + TAG_BYTES);
        final boolean genuine = SodiumAead.open(
                text.address(), textLength, associated.address(), header.length, nonce.address(), key.address());
        if (genuine) {
            MemorySegment.copy(text, ValueLayout.JAVA_BYTE, 0, buffer, offset, textLength);
        }
        key.fill((byte) 0);
        text.fill((byte) 0);
        return genuine;
    }

    private static void load(final MemorySegment target, final byte[] source) {
        if (source.length != target.byteSize()) {
            throw new IllegalArgumentException(source.length + " bytes instead of " + target.byteSize());
        }
        MemorySegment.copy(source, 0, target, ValueLayout.JAVA_BYTE, 0, source.length);
    }

    private static void loadMessage(final MemorySegment target, final byte[] source) {
        Objects.checkIndex(source.length, MESSAGE_BYTES_MAX + 1);
        MemorySegment.copy(source, 0, target, ValueLayout.JAVA_BYTE, 0, source.length);
    }

    private static void store(final MemorySegment source, final byte[] target) {
        if (target.length != source.byteSize()) {
            throw new IllegalArgumentException(target.length + " bytes instead of " + source.byteSize());
        }
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, target, 0, target.length);
    }
}
