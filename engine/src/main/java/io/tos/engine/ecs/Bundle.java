package io.tos.engine.ecs;

/**
 * Components that entities of one sort are born with. Made once, kept in a field: one call then makes such an entity.
 *
 * @param mask a bit per component id.
 */
public record Bundle(long mask) {
    /** A bundle of these. */
    public static Bundle of(final Component... components) {
        long mask = 0;
        for (final Component component : components) {
            mask |= component.mask();
        }
        return new Bundle(mask);
    }
}
