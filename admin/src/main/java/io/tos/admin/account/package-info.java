/** Logging in and staying logged in; staff and what they may do. */
@NullMarked
package io.tos.admin.account;

import org.jspecify.annotations.NullMarked;
