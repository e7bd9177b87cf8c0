package io.tos.tools.bots;

import io.tos.engine.content.Area;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.Portal;
import java.util.random.RandomGenerator;

/** Where a player goes next: one way of choosing for each scenario. Centimetres. One instance per player. */
interface Places {
    /** Chooses. {@code course} is told where. */
    void choose(MapContent map, int xCm, int yCm, Course course);

    /** Somewhere in the bounds, at least a metre within. */
    private static void go(final Course course, final Area bounds, final int xCm, final int yCm) {
        course.to(
                Math.clamp(xCm, bounds.westCm() + 100, bounds.eastCm() - 100),
                Math.clamp(yCm, bounds.southCm() + 100, bounds.northCm() - 100));
    }

    /** Up to 40 metres away in any direction. */
    record Near(RandomGenerator random) implements Places {
        private static final int REACH_CM = 4_000;

        @Override
        public void choose(final MapContent map, final int xCm, final int yCm, final Course course) {
            go(
                    course,
                    map.bounds(),
                    xCm + random.nextInt(-REACH_CM, REACH_CM + 1),
                    yCm + random.nextInt(-REACH_CM, REACH_CM + 1));
        }
    }

    /** In a square of 20 metres in the middle of the map. */
    record Square(RandomGenerator random) implements Places {
        private static final int HALF_CM = 1_000;

        @Override
        public void choose(final MapContent map, final int xCm, final int yCm, final Course course) {
            final Area bounds = map.bounds();
            go(
                    course,
                    bounds,
                    bounds.westCm() + (bounds.eastCm() - bounds.westCm()) / 2 + random.nextInt(-HALF_CM, HALF_CM + 1),
                    bounds.southCm()
                            + (bounds.northCm() - bounds.southCm()) / 2
                            + random.nextInt(-HALF_CM, HALF_CM + 1));
        }
    }

    /** A metre from the nearest point where four cells meet, in each of them in turn. */
    final class Corner implements Places {
        /** Side of a cell of the server's interest grid. */
        private static final int CELL_CM = 3_200;

        private static final int STEP_CM = 100;
        private int turn;

        @Override
        public void choose(final MapContent map, final int xCm, final int yCm, final Course course) {
            final Area bounds = map.bounds();
            turn = turn + 1 & 3;
            go(
                    course,
                    bounds,
                    corner(xCm, bounds.westCm(), bounds.eastCm()) + (turn == 0 || turn == 3 ? STEP_CM : -STEP_CM),
                    corner(yCm, bounds.southCm(), bounds.northCm()) + (turn < 2 ? STEP_CM : -STEP_CM));
        }

        /** The cell border nearest to a point that has a cell on both sides. */
        private static int corner(final int cm, final int lowCm, final int highCm) {
            final int cells = Math.max(2, (highCm - lowCm) / CELL_CM);
            final int border = Math.clamp(Math.round((cm - lowCm) / (float) CELL_CM), 1, cells - 1);
            return lowCm + border * CELL_CM;
        }
    }

    /** A portal of the map; about, where there is none. */
    record Gates(RandomGenerator random, Near near) implements Places {
        Gates(final RandomGenerator random) {
            this(random, new Near(random));
        }

        @Override
        public void choose(final MapContent map, final int xCm, final int yCm, final Course course) {
            if (map.portals().isEmpty()) {
                near.choose(map, xCm, yCm, course);
                return;
            }
            final Portal portal = map.portals().get(random.nextInt(map.portals().size()));
            final Area area = portal.area();
            course.to((area.westCm() + area.eastCm()) / 2, (area.southCm() + area.northCm()) / 2);
        }
    }

    /** Where one is. */
    record Here() implements Places {
        @Override
        public void choose(final MapContent map, final int xCm, final int yCm, final Course course) {
            course.to(xCm, yCm);
        }
    }
}
