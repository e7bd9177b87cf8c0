/** The dashboard, as a person uses it. */
@NullMarked
package io.tos.admin.dashboard;

import org.jspecify.annotations.NullMarked;
