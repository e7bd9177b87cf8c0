/** PostgreSQL: pool, migrations, transactions. */
@NullMarked
package io.tos.admin.db;

import org.jspecify.annotations.NullMarked;
