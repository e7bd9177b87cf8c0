/** Passwords, second factors, random tokens, and what is kept sealed in the database. */
@NullMarked
package io.tos.admin.secrets;

import org.jspecify.annotations.NullMarked;
