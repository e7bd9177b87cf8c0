/** What does it cost to move a datagram: our transports, Netty's and the kernel's floor in C, behind one peer. */
@NullMarked
package io.tos.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
