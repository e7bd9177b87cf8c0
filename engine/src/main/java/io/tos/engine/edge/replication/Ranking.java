package io.tos.engine.edge.replication;

/** Sorts a few hundred numbers where they lie. The JDK's own sort makes garbage for more than a few dozen. */
final class Ranking {
    private Ranking() {}

    /** Puts the first {@code count} in ascending order: a heap with the largest on top, taken away from the top. */
    static void ascending(final long[] numbers, final int count) {
        for (int root = count / 2 - 1; root >= 0; root--) {
            sink(numbers, root, count);
        }
        for (int last = count - 1; last > 0; last--) {
            final long largest = numbers[0];
            numbers[0] = numbers[last];
            numbers[last] = largest;
            sink(numbers, 0, last);
        }
    }

    private static void sink(final long[] numbers, final int from, final int count) {
        final long number = numbers[from];
        int place = from;
        while (2 * place + 1 < count) {
            final int left = 2 * place + 1;
            final int child = left + 1 < count && numbers[left + 1] > numbers[left] ? left + 1 : left;
            if (numbers[child] <= number) {
                break;
            }
            numbers[place] = numbers[child];
            place = child;
        }
        numbers[place] = number;
    }
}
