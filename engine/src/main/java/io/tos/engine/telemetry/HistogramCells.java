package io.tos.engine.telemetry;

/** A reader's copy of a {@link Histogram}'s cells: subtract to get a window of time, add to merge, then ask percentiles. */
public final class HistogramCells {
    private final long[] cells;

    HistogramCells(final long[] cells) {
        this.cells = cells;
    }

    /** Cells that came from elsewhere, {@link Histogram#CELLS} of them; copied. */
    public static HistogramCells of(final long[] cells) {
        if (cells.length != Histogram.CELLS) {
            throw new IllegalArgumentException("a histogram has " + Histogram.CELLS + " cells: " + cells.length);
        }
        return new HistogramCells(cells.clone());
    }

    /** The cells, to be sent elsewhere. */
    public long[] toArray() {
        return cells.clone();
    }

    /** What was counted after {@code earlier} was copied from the same histogram. */
    public HistogramCells since(final HistogramCells earlier) {
        final long[] difference = cells.clone();
        for (int cell = 0; cell < difference.length; cell++) {
            difference[cell] -= earlier.cells[cell];
        }
        return new HistogramCells(difference);
    }

    /** Both together. */
    public HistogramCells plus(final HistogramCells other) {
        final long[] sum = cells.clone();
        for (int cell = 0; cell < sum.length; cell++) {
            sum[cell] += other.cells[cell];
        }
        return new HistogramCells(sum);
    }

    /** How many values. */
    public long count() {
        long count = 0;
        for (final long cell : cells) {
            count += cell;
        }
        return count;
    }

    /** How many values lie in cells that end at or below {@code value}: at most 3.2 % of it too strict. */
    public long countUpTo(final long value) {
        long count = 0;
        for (int cell = 0; cell < cells.length && Histogram.upperBound(cell) <= value; cell++) {
            count += cells[cell];
        }
        return count;
    }

    /**
     * The smallest bucket end that at least this share of the values does not exceed, at most 3.2 % too high; 0 if there
     * are no values.
     *
     * @param percent more than 0, at most 100.
     */
    public long percentile(final double percent) {
        final long wanted = (long) Math.ceil(count() * percent / 100.0);
        long seen = 0;
        for (int cell = 0; cell < cells.length && wanted > 0; cell++) {
            seen += cells[cell];
            if (seen >= wanted) {
                return Histogram.upperBound(cell);
            }
        }
        return 0;
    }
}
