/** The rules of this module. */
@NullMarked
package io.tos.admin.house;

import org.jspecify.annotations.NullMarked;
