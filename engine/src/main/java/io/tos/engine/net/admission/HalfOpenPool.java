package io.tos.engine.net.admission;

import io.tos.engine.memory.Region;
import io.tos.engine.net.Transport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All {@link HalfOpen}s there may be; each is made when first needed and then kept. The admission agent's own. */
final class HalfOpenPool implements AutoCloseable {
    private final Region addresses;
    private final @Nullable HalfOpen[] all;
    private final int[] free;
    private int freeCount;

    HalfOpenPool(final int capacity) {
        this.addresses = Region.shared("half-open", (long) capacity * Transport.ADDRESS_SLOT_BYTES, 64);
        this.all = new HalfOpen[capacity];
        this.free = new int[capacity];
        for (int index = 0; index < capacity; index++) {
            free[index] = capacity - 1 - index;
        }
        this.freeCount = capacity;
    }

    int usedCount() {
        return all.length - freeCount;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    HalfOpen take() {
        assert !isFull();
        final int index = free[--freeCount];
        HalfOpen halfOpen = all[index];
        if (halfOpen == null) {
            halfOpen = new HalfOpen(index, addresses.memory());
            all[index] = halfOpen;
        }
        return halfOpen;
    }

    /** One that was taken. */
    HalfOpen at(final int index) {
        return Objects.requireNonNull(all[index], "never taken");
    }

    void give(final HalfOpen halfOpen) {
        halfOpen.clear();
        free[freeCount++] = halfOpen.index;
    }

    @Override
    public void close() {
        addresses.close();
    }
}
