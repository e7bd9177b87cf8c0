package io.tos.engine.content;

/** A solid box: nobody passes, whoever is above its top may stand on it. Bottom and top are heights in centimetres. */
public record Wall(Area area, int bottomCm, int topCm) {
    public Wall {
        if (bottomCm >= topCm) {
            throw new IllegalArgumentException("bottom_cm must be below top_cm: " + bottomCm + ", " + topCm);
        }
    }
}
