package io.tos.engine.content;

/** A rectangle of a map, sides along the axes. Centimetres; x east, y north. West and south edges belong to it. */
public record Area(int westCm, int southCm, int eastCm, int northCm) {
    /** 32 km: what positions of 32 bits can say on either side of the origin. */
    public static final int REACH_CM = 3_276_700;

    public Area {
        if (westCm >= eastCm || southCm >= northCm) {
            throw new IllegalArgumentException("must have west < east and south < north: " + westCm + ", " + southCm
                    + ", " + eastCm + ", " + northCm);
        }
        if (westCm < -REACH_CM || southCm < -REACH_CM || eastCm > REACH_CM || northCm > REACH_CM) {
            throw new IllegalArgumentException("must lie within " + REACH_CM + " cm of the origin");
        }
    }

    /** Whether a point lies in it. */
    public boolean contains(final int xCm, final int yCm) {
        return xCm >= westCm && xCm < eastCm && yCm >= southCm && yCm < northCm;
    }

    /** Whether another area lies in it as a whole. */
    public boolean contains(final Area other) {
        return other.westCm >= westCm && other.southCm >= southCm && other.eastCm <= eastCm && other.northCm <= northCm;
    }
}
