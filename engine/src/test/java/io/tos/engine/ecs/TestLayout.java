package io.tos.engine.ecs;

import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.ColumnFlag;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.LongColumn;
import io.tos.engine.memory.ShortColumn;

/** A layout with every width of column, for tests of the ecs alone. */
final class TestLayout {
    static final Layout LAYOUT = new Layout("test", Place.class, Speed.class, Target.class, Mood.class);

    private TestLayout() {}

    static WorldConfig config(final int entitiesMax) {
        return new WorldConfig("test", entitiesMax, 42, 7);
    }

    static World world(final int entitiesMax) {
        return World.create(LAYOUT, config(entitiesMax));
    }

    /** Where something is. */
    static final class Place {
        static final Component ON = LAYOUT.component(Place.class, "place");
        static final IntColumn X = ON.ints("x", "m/65536", ColumnFlag.SAVED, ColumnFlag.REPLICATED);
        static final IntColumn Y = ON.ints("y", "m/65536", ColumnFlag.SAVED, ColumnFlag.REPLICATED);

        private Place() {}
    }

    /** How fast it goes. */
    static final class Speed {
        static final Component ON = LAYOUT.component(Speed.class, "speed");
        static final IntColumn X = ON.ints("x", "m/65536/tick");
        static final IntColumn Y = ON.ints("y", "m/65536/tick");

        private Speed() {}
    }

    /** Whom it follows. */
    static final class Target {
        static final Component ON = LAYOUT.component(Target.class, "target");
        static final LongColumn ENTITY = ON.longs("entity", "id");

        private Target() {}
    }

    /** How it feels. */
    static final class Mood {
        static final Component ON = LAYOUT.component(Mood.class, "mood");
        static final ShortColumn ANGER = ON.shorts("anger", "points");
        static final ByteColumn KIND = ON.bytes("kind", "mood");

        private Mood() {}
    }
}
