/** Kills real servers under load and looks at what they leave. */
@NullMarked
package io.tos.tools.crash;

import org.jspecify.annotations.NullMarked;
