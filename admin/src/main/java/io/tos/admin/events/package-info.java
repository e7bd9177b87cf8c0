/** What happens, told to everybody who looks, as it happens. */
@NullMarked
package io.tos.admin.events;

import org.jspecify.annotations.NullMarked;
