/** What players own, on disk: save records and the journal between the tick and SQLite. JDBC is walled in here. */
@NullMarked
package io.tos.engine.store;

import org.jspecify.annotations.NullMarked;
