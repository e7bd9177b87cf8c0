package io.tos.benchmarks.ecs;

import dev.dominion.ecs.api.Dominion;
import dev.dominion.ecs.api.Entity;
import dev.dominion.ecs.api.Results;
import java.util.Iterator;

/** Dominion, used as its own examples do: plain component objects, results walked by their iterator. */
final class DominionWorld implements Contender {
    private final Dominion dominion;
    private final Entity[] entities;

    DominionWorld(final int entities) {
        dominion = Dominion.create("bench");
        this.entities = new Entity[entities];
        for (int index = 0; index < entities; index++) {
            this.entities[index] = spawn(index);
        }
    }

    @Override
    public String name() {
        return "Dominion 0.9.0";
    }

    @Override
    public void advance() {
        final Iterator<Results.With2<Place, Speed>> results =
                dominion.findEntitiesWith(Place.class, Speed.class).iterator();
        while (results.hasNext()) {
            final Results.With2<Place, Speed> result = results.next();
            final Place place = result.comp1();
            final Speed speed = result.comp2();
            place.x += speed.x;
            place.y += speed.y;
            place.z += speed.z;
        }
    }

    @Override
    public void replace(final int[] picks, final int from, final int count) {
        for (int index = from; index < from + count; index++) {
            final int pick = picks[index];
            dominion.deleteEntity(entities[pick]);
            entities[pick] = spawn(pick);
        }
    }

    @Override
    public long lookUp(final int[] picks) {
        long sum = 0;
        for (final int pick : picks) {
            final Entity entity = entities[pick];
            if (!entity.isDeleted()) {
                sum += entity.get(Place.class).x;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        dominion.close();
    }

    private Entity spawn(final int number) {
        final Place place = new Place();
        place.x = number;
        final Speed speed = new Speed();
        speed.x = 1;
        speed.y = 2;
        speed.z = 3;
        return dominion.createEntity(place, speed);
    }

    /** Where. */
    static final class Place {
        int x;
        int y;
        int z;
    }

    /** How fast. */
    static final class Speed {
        int x;
        int y;
        int z;
    }
}
