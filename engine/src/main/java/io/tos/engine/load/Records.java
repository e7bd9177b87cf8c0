package io.tos.engine.load;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Reads and builds records by reflection; start-up only. */
final class Records {
    private Records() {}

    /** The value of one component. */
    static Object value(final RecordComponent component, final Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (final ReflectiveOperationException broken) {
            throw new IllegalStateException("accessor of " + component, broken);
        }
    }

    /**
     * A new record from its components' values in order.
     *
     * @throws InvocationTargetException when the record's own constructor refuses them.
     */
    static Object construct(final Class<?> type, final List<Object> values) throws InvocationTargetException {
        final Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            final Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (final NoSuchMethodException | InstantiationException | IllegalAccessException broken) {
            throw new IllegalStateException("constructor of " + type, broken);
        }
    }
}
