/** One map instance as data: entities, components, queries, schedule, hash. Integer, single-threaded, repeatable. */
@NullMarked
package io.tos.engine.ecs;

import org.jspecify.annotations.NullMarked;
