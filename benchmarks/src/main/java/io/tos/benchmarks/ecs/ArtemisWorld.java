package io.tos.benchmarks.ecs;

import com.artemis.Aspect;
import com.artemis.Component;
import com.artemis.ComponentMapper;
import com.artemis.World;
import com.artemis.WorldConfigurationBuilder;
import com.artemis.systems.IteratingSystem;

/** artemis-odb, used as its own examples do: mappers and an iterating system; its changes take effect in process(). */
final class ArtemisWorld implements Contender {
    private final Mover mover = new Mover();
    private final World world;
    private final ComponentMapper<Place> places;
    private final ComponentMapper<Speed> speeds;
    private final int[] entities;

    ArtemisWorld(final int entities) {
        world = new World(new WorldConfigurationBuilder().with(mover).build());
        places = world.getMapper(Place.class);
        speeds = world.getMapper(Speed.class);
        this.entities = new int[entities];
        for (int index = 0; index < entities; index++) {
            this.entities[index] = spawn(index);
        }
        mover.setEnabled(false);
        world.process();
    }

    @Override
    public String name() {
        return "artemis-odb 2.3.0";
    }

    @Override
    public void advance() {
        mover.setEnabled(true);
        world.process();
    }

    @Override
    public void replace(final int[] picks, final int from, final int count) {
        mover.setEnabled(false);
        for (int index = from; index < from + count; index++) {
            world.delete(entities[picks[index]]);
        }
        world.process();
        for (int index = from; index < from + count; index++) {
            entities[picks[index]] = spawn(picks[index]);
        }
        world.process();
    }

    @Override
    public long lookUp(final int[] picks) {
        long sum = 0;
        for (final int pick : picks) {
            final int entity = entities[pick];
            if (places.has(entity)) {
                sum += places.get(entity).x;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        world.dispose();
    }

    private int spawn(final int number) {
        final int entity = world.create();
        places.create(entity).x = number;
        final Speed speed = speeds.create(entity);
        speed.x = 1;
        speed.y = 2;
        speed.z = 3;
        return entity;
    }

    /** Where. */
    public static final class Place extends Component {
        int x;
        int y;
        int z;
    }

    /** How fast. */
    public static final class Speed extends Component {
        int x;
        int y;
        int z;
    }

    /** Adds speed to place. */
    static final class Mover extends IteratingSystem {
        @SuppressWarnings("NullAway.Init") // the library injects its mappers before it runs the system
        private ComponentMapper<Place> placeMapper;

        @SuppressWarnings("NullAway.Init")
        private ComponentMapper<Speed> speedMapper;

        Mover() {
            super(Aspect.all(Place.class, Speed.class));
        }

        @Override
        protected void process(final int entity) {
            final Place place = placeMapper.get(entity);
            final Speed speed = speedMapper.get(entity);
            place.x += speed.x;
            place.y += speed.y;
            place.z += speed.z;
        }
    }
}
