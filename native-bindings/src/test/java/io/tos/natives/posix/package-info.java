/** Tests of the wrappers, against the kernel of this machine. */
@NullMarked
package io.tos.natives.posix;

import org.jspecify.annotations.NullMarked;
