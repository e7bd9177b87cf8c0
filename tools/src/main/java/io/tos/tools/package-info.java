/** What operators and developers run beside a server. */
@NullMarked
package io.tos.tools;

import org.jspecify.annotations.NullMarked;
