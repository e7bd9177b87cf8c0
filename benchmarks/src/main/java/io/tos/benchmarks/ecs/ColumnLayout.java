package io.tos.benchmarks.ecs;

import io.tos.engine.ecs.Component;
import io.tos.engine.ecs.Layout;
import io.tos.engine.memory.IntColumn;
import java.util.ArrayList;
import java.util.List;

/** Place and speed as far apart in a chunk as the game's forty other columns put them: about 290 KB a chunk. */
final class ColumnLayout {
    static final Layout LAYOUT = new Layout("bench", Place.class, Rest.class, Speed.class);

    private static final int REST_COLUMNS = 60;

    private ColumnLayout() {}

    /** Where. */
    static final class Place {
        static final Component ON = LAYOUT.component(Place.class, "place");
        static final IntColumn X = ON.ints("x", "m/65536");
        static final IntColumn Y = ON.ints("y", "m/65536");
        static final IntColumn Z = ON.ints("z", "m/65536");

        private Place() {}
    }

    /** Everything else an entity may have; nobody has it here. */
    static final class Rest {
        static final Component ON = LAYOUT.component(Rest.class, "rest");
        static final List<IntColumn> ALL = columns();

        private Rest() {}

        private static List<IntColumn> columns() {
            final List<IntColumn> columns = new ArrayList<>();
            for (int index = 0; index < REST_COLUMNS; index++) {
                columns.add(ON.ints("field" + index, "-"));
            }
            return List.copyOf(columns);
        }
    }

    /** How fast. */
    static final class Speed {
        static final Component ON = LAYOUT.component(Speed.class, "speed");
        static final IntColumn X = ON.ints("x", "m/65536/tick");
        static final IntColumn Y = ON.ints("y", "m/65536/tick");
        static final IntColumn Z = ON.ints("z", "m/65536/tick");

        private Speed() {}
    }
}
