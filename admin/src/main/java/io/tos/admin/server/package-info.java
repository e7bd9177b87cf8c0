/** The process: main, wiring, the pages of the dashboard, health. */
@NullMarked
package io.tos.admin.server;

import org.jspecify.annotations.NullMarked;
