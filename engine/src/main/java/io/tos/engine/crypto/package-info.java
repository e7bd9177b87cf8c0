/** AEAD, curves, hashes, Noise; libsodium and Bouncy Castle are walled in here. */
@NullMarked
package io.tos.engine.crypto;

import org.jspecify.annotations.NullMarked;
