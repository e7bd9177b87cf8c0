/** Who somebody is and what they may do: deny by default. */
@NullMarked
package io.tos.admin.access;

import org.jspecify.annotations.NullMarked;
