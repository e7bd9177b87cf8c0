/** Looks at the machine a server shall run on: what is, what should be, and the command that mends it. */
@NullMarked
package io.tos.tools.doctor;

import org.jspecify.annotations.NullMarked;
