/** Thin wrappers around libc: errors, affinity, sockets. */
@NullMarked
package io.tos.natives.posix;

import org.jspecify.annotations.NullMarked;
