/** A real PostgreSQL that runs beside this process, for installations that have none of their own. */
@NullMarked
package io.tos.admin.db.postgres;

import org.jspecify.annotations.NullMarked;
