/** libsodium: generated bindings, and the packet path's two calls linked with bare addresses. */
@NullMarked
package io.tos.natives.libsodium;

import org.jspecify.annotations.NullMarked;
