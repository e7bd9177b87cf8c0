/** Part of the build: writes the tables' classes from the migrations, so that a wrong query does not compile. */
@NullMarked
package io.tos.admin.db.codegen;

import org.jspecify.annotations.NullMarked;
