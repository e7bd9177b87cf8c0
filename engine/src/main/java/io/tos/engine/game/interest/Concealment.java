package io.tos.engine.game.interest;

/** The rule that hides entities from viewers who are near enough to see them. Whoever is hidden is never sent. */
@FunctionalInterface
public interface Concealment {
    /** Nobody hides. */
    Concealment NONE = (viewer, entity) -> false;

    /**
     * Whether an entity is hidden from a viewer. Asked for everybody near at each look, so it must be quick.
     *
     * @param viewer index of the viewer's own entity.
     * @param entity index of the other one.
     */
    boolean hides(int viewer, int entity);
}
