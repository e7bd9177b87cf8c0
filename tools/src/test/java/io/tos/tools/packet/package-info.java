/** The reader of captures, on captures made here. */
@NullMarked
package io.tos.tools.packet;

import org.jspecify.annotations.NullMarked;
