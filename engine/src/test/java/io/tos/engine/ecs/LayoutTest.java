package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offsets and hash of a layout. */
final class LayoutTest {
    @Test
    void shouldGiveEveryColumnItsOwnBytes() {
        final List<Column> columns = new ArrayList<>();
        TestLayout.LAYOUT.components().forEach(component -> columns.addAll(TestLayout.LAYOUT.columns(component)));
        columns.sort(Comparator.comparingLong(Column::offsetInChunk));
        long end = 0;
        for (final Column column : columns) {
            assertTrue(column.offsetInChunk() >= end, column::name);
            assertEquals(0, column.offsetInChunk() % 64, column::name);
            end = column.offsetInChunk() + (long) column.widthBytes() * Layout.ROWS_PER_CHUNK;
        }
        assertTrue(TestLayout.LAYOUT.chunkBytes() >= end);
        assertEquals(7, columns.size());
    }

    @Test
    void shouldNotDependOnWhichClassIsTouchedFirst() throws ReflectiveOperationException {
        final long expected = TestLayout.LAYOUT.hash();
        for (final String first : List.of("Place", "Speed", "Target", "Mood")) {
            final Fresh loader = new Fresh();
            Class.forName("io.tos.engine.ecs.TestLayout$" + first, true, loader);
            final Class<?> layoutClass = loader.loadClass("io.tos.engine.ecs.Layout");
            final var field = loader.loadClass("io.tos.engine.ecs.TestLayout").getDeclaredField("LAYOUT");
            field.setAccessible(true);

            final Object layout = field.get(null);

            assertNotEquals(Layout.class, layoutClass, "a second copy of the classes");
            assertEquals(expected, layoutClass.getMethod("hash").invoke(layout), first);
        }
    }

    @Test
    void shouldHaveAnotherHashWhenAnythingDiffers() {
        final Layout one = new Layout("one", LayoutTest.class);
        one.component(LayoutTest.class, "thing").ints("x", "m");
        final Layout unit = new Layout("one", LayoutTest.class);
        unit.component(LayoutTest.class, "thing").ints("x", "cm");
        final Layout same = new Layout("one", LayoutTest.class);
        same.component(LayoutTest.class, "thing").ints("x", "m");

        assertEquals(one.hash(), same.hash());
        assertNotEquals(one.hash(), unit.hash());
    }

    @Test
    void shouldRefuseLatecomersAndStrangers() {
        final Layout layout = new Layout("one", LayoutTest.class);
        final Component component = layout.component(LayoutTest.class, "thing");
        layout.seal();

        assertThrows(IllegalStateException.class, () -> component.ints("late", "m"));
        assertThrows(IllegalStateException.class, () -> layout.component(String.class, "stranger"));
        assertThrows(IllegalStateException.class, () -> new Layout("silent", LayoutTest.class).seal());
    }

    /** Loads the engine's classes anew, so that their initialisers run again. */
    private static final class Fresh extends ClassLoader {
        Fresh() {
            super(LayoutTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.tos.engine.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(final String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                final byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
