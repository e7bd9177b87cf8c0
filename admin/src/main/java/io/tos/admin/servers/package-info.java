/** Game servers: enrolment, the link, commands, telemetry, and the tokens with which players enter. */
@NullMarked
package io.tos.admin.servers;

import org.jspecify.annotations.NullMarked;
