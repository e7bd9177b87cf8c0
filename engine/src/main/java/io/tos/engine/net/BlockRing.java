package io.tos.engine.net;

/** A queue of block numbers that grows by doubling up to its limit, so that thousands of quiet endpoints stay small. */
final class BlockRing {
    private final int capacityMax;
    private int[] blocks;
    private int head;
    private int count;

    /** Both are powers of two. */
    BlockRing(final int capacityStart, final int capacityMax) {
        this.capacityMax = capacityMax;
        this.blocks = new int[capacityStart];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == capacityMax;
    }

    void add(final int block) {
        assert !isFull();
        if (count == blocks.length) {
            grow();
        }
        blocks[(head + count) & (blocks.length - 1)] = block;
        count++;
    }

    int take() {
        assert count > 0;
        final int block = blocks[head];
        head = (head + 1) & (blocks.length - 1);
        count--;
        return block;
    }

    private void grow() {
        final int[] larger = new int[blocks.length * 2];
        for (int index = 0; index < count; index++) {
            larger[index] = blocks[(head + index) & (blocks.length - 1)];
        }
        blocks = larger;
        head = 0;
    }
}
