package io.tos.tools.bots;

import io.tos.engine.protocol.InputFrame;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What the players of a swarm do. */
enum Scenario {
    /** Each walks from one place near it to the next. */
    WANDER,
    /** The same at a sprint, with a jump now and then. */
    SPRINT,
    /** All walk about in one square in the middle of the map. */
    CROWD,
    /** Each walks round a point where four cells of the interest grid meet. */
    BORDERS,
    /** Each walks through one portal after the other. */
    PORTAL,
    /** Nobody moves. */
    IDLE,
    /** They wander; each leaves after a while and comes back as somebody else. */
    CHURN;

    /** As on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A course for one player. */
    Course course(final RandomGenerator random) {
        return switch (this) {
            case WANDER, CHURN -> new Course(random, new Places.Near(random), 0);
            case SPRINT -> new Course(random, new Places.Near(random), InputFrame.BUTTON_SPRINT);
            case CROWD -> new Course(random, new Places.Square(random), 0);
            case BORDERS -> new Course(random, new Places.Corner(), 0);
            case PORTAL -> new Course(random, new Places.Gates(random), 0);
            case IDLE -> new Course(random, new Places.Here(), 0);
        };
    }
}
