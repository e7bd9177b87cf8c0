/** Tests of what is generated. */
@NullMarked
package io.tos.natives;

import org.jspecify.annotations.NullMarked;
