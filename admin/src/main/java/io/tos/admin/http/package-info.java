/** The table of routes and what every request passes: limits, login, checks, problems, the access log. */
@NullMarked
package io.tos.admin.http;

import org.jspecify.annotations.NullMarked;
