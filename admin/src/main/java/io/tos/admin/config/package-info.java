/** What an operator may set, checked at start with all errors at once. */
@NullMarked
package io.tos.admin.config;

import org.jspecify.annotations.NullMarked;
