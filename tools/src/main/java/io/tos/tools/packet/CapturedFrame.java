package io.tos.tools.packet;

import java.lang.foreign.MemorySegment;

/**
 * One record of a capture: what was on the wire at a time.
 *
 * @param number from 1, as other readers of captures count.
 * @param timeNs since 1970.
 * @param bytes what the capture kept, from the link layer on.
 */
record CapturedFrame(long number, long timeNs, MemorySegment bytes) {}
