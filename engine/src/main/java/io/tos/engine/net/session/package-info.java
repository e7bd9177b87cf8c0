/** Proven peers: packets in, acks, loss, channels, keys, paths, rates, close. Off-heap, one writer, time as an argument. */
@NullMarked
package io.tos.engine.net.session;

import org.jspecify.annotations.NullMarked;
