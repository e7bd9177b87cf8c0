/** The log of who did what, which is only ever added to. */
@NullMarked
package io.tos.admin.audit;

import org.jspecify.annotations.NullMarked;
