package io.tos.engine.ecs;

import io.tos.engine.memory.Bits;
import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.Column;
import io.tos.engine.memory.ColumnFlag;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.LongColumn;
import io.tos.engine.memory.ShortColumn;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where every column of a kind of world lies in a chunk: a constant of the program. Component classes register
 * themselves as they are initialised; the list given here fixes the order, so offsets and hash never depend on which
 * class the program happened to touch first.
 *
 * <pre> chunk: alive bits | a {@link RowHead} per row | per component: presence bits, dirty bits, columns </pre>
 *
 * Each block starts at a multiple of 64 and one cache line later than it must: columns of 1,024 ints would otherwise
 * put the same row of all columns into one set of the cache.
 */
public final class Layout {
    /** Rows of a chunk are indexed by this many bits. */
    public static final int ROW_BITS = 10;

    /** Rows in a chunk. */
    public static final int ROWS_PER_CHUNK = 1 << ROW_BITS;

    /** Components a layout can have: one bit each in a row's word. */
    public static final int COMPONENTS_MAX = 64;

    /** Offset in a chunk of the bits of rows whose entity is alive. */
    public static final long ALIVE = 0;

    /** Offset in a chunk of its rows' heads. */
    static final long HEADS = Bits.bytes(ROWS_PER_CHUNK);

    private static final long LINE_BYTES = 64;
    private static final long BITS_BYTES = Bits.bytes(ROWS_PER_CHUNK);

    private final String name;
    private final List<Class<?>> order;
    private final List<Component> components = new ArrayList<>();
    private final List<List<Column>> columns = new ArrayList<>();
    private long endBytes = HEADS + RowHead.BYTES * ROWS_PER_CHUNK + LINE_BYTES;
    private boolean sealed;

    /**
     * @param name for reports; part of the hash.
     * @param order every component class, in the order of their columns; each registers one component, itself.
     */
    public Layout(final String name, final Class<?>... order) {
        this.name = name;
        this.order = List.of(order);
    }

    /**
     * Registers the component of {@code owner}, in whose initialiser this stands. Classes before it in the order are
     * initialised first; they never wait for one behind them, so threads doing this at once cannot block each other.
     */
    public Component component(final Class<?> owner, final String componentName) {
        final int id = order.indexOf(owner);
        if (id < 0) {
            throw new IllegalStateException(owner.getName() + " is not in the order of layout " + name);
        }
        initialise(order.subList(0, id));
        if (sealed || components.size() != id || id >= COMPONENTS_MAX) {
            throw new IllegalStateException("layout " + name + ": component " + componentName + " is number "
                    + components.size() + ", its class is number " + id + " of at most " + COMPONENTS_MAX);
        }
        final long presence = claim(BITS_BYTES);
        final Component component = new Component(this, componentName, id, presence, claim(BITS_BYTES));
        components.add(component);
        columns.add(new ArrayList<>());
        return component;
    }

    IntColumn ints(final Component owner, final String field, final String unit, final ColumnFlag... flags) {
        return add(
                owner, new IntColumn(claim(Integer.BYTES << ROW_BITS), owner.name() + "." + field, unit, set(flags)));
    }

    LongColumn longs(final Component owner, final String field, final String unit, final ColumnFlag... flags) {
        return add(owner, new LongColumn(claim(Long.BYTES << ROW_BITS), owner.name() + "." + field, unit, set(flags)));
    }

    ShortColumn shorts(final Component owner, final String field, final String unit, final ColumnFlag... flags) {
        return add(
                owner, new ShortColumn(claim(Short.BYTES << ROW_BITS), owner.name() + "." + field, unit, set(flags)));
    }

    ByteColumn bytes(final Component owner, final String field, final String unit, final ColumnFlag... flags) {
        return add(owner, new ByteColumn(claim(Byte.BYTES << ROW_BITS), owner.name() + "." + field, unit, set(flags)));
    }

    /** Ends construction: every class of the order is initialised, nothing may be added. Any call but the first is free. */
    public Layout seal() {
        if (!sealed) {
            initialise(order);
            if (components.size() != order.size()) {
                throw new IllegalStateException("layout " + name + ": a class of the order registered no component");
            }
            sealed = true;
        }
        return this;
    }

    /** All components, by id. */
    public List<Component> components() {
        return Collections.unmodifiableList(seal().components);
    }

    /** The columns of a component, in the order they were declared. */
    public List<Column> columns(final Component component) {
        return Collections.unmodifiableList(columns.get(component.id()));
    }

    /** Whether any of its columns is kept in save records: only then is there a use for its dirty bits. */
    public boolean isSaved(final Component component) {
        final List<Column> own = columns.get(component.id());
        // By index: an assertion asks this for every row that moves.
        for (int index = 0; index < own.size(); index++) {
            if (own.get(index).flags().contains(ColumnFlag.SAVED)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of a chunk. */
    public long chunkBytes() {
        return seal().endBytes;
    }

    /** Says all there is about the layout, a line per component and column. */
    public String describe() {
        final StringBuilder text = new StringBuilder("layout " + name + ", " + ROWS_PER_CHUNK + " rows, " + chunkBytes()
                + " B a chunk, " + ByteOrder.nativeOrder() + '\n');
        for (final Component component : components()) {
            text.append(component.name())
                    .append(" at ")
                    .append(component.presence())
                    .append('\n');
            for (final Column column : columns(component)) {
                text.append("  " + column.name() + " at " + column.offsetInChunk() + ", " + column.widthBytes() + " B, "
                        + column.unit() + " " + column.flags() + '\n');
            }
        }
        return text.toString();
    }

    /** Hash of {@link #describe()}: memory of one layout is never read with another. */
    public long hash() {
        long hash = 0xCBF29CE484222325L;
        for (final byte letter : describe().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * 0x100000001B3L;
        }
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }

    private long claim(final long lengthBytes) {
        final long offset = endBytes;
        endBytes += lengthBytes + LINE_BYTES;
        return offset;
    }

    private <C extends Column> C add(final Component owner, final C column) {
        if (sealed || owner.id() != components.size() - 1) {
            throw new IllegalStateException("layout " + name + ": column " + column.name() + " after its component");
        }
        columns.get(owner.id()).add(column);
        return column;
    }

    private static Set<ColumnFlag> set(final ColumnFlag... flags) {
        final Set<ColumnFlag> set = EnumSet.noneOf(ColumnFlag.class);
        Collections.addAll(set, flags);
        return Collections.unmodifiableSet(set);
    }

    private static void initialise(final List<Class<?>> classes) {
        for (final Class<?> component : classes) {
            try {
                Class.forName(component.getName(), true, component.getClassLoader());
            } catch (final ClassNotFoundException impossible) {
                throw new IllegalStateException(component + " is loaded and cannot be found", impossible);
            }
        }
    }
}
