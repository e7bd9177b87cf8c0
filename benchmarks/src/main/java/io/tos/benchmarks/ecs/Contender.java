package io.tos.benchmarks.ecs;

/** One way to keep entities: does the same work as the others, on {@code entities} that all move. One thread. */
interface Contender extends AutoCloseable {
    /** For the table. */
    String name();

    /** Adds three speeds to three coordinates of every entity. */
    void advance();

    /** Ends {@code count} entities, chosen by {@code picks} from index {@code from} on, and makes a new one for each. */
    void replace(int[] picks, int from, int count);

    /** Follows the handle of each entity in the order of {@code picks}; returns the sum of what it finds. */
    long lookUp(int[] picks);

    @Override
    void close();
}
