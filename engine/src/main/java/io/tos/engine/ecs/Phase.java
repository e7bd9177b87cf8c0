package io.tos.engine.ecs;

import java.util.List;

/**
 * A part of the tick, after which structural changes are carried out. Its systems run in the order of the list; two that
 * write the same component must say so with {@link Entry#after}.
 */
record Phase(String name, List<Entry> entries) {
    /**
     * A system in its place.
     *
     * @param reads components it looks at.
     * @param writes components whose columns it sets, or which it adds or removes.
     * @param after names of systems in the same phase whose results it takes up.
     */
    record Entry(String name, GameSystem system, List<Component> reads, List<Component> writes, List<String> after) {}
}
