package io.tos.engine.content;

import java.util.List;

/**
 * Heights of a map's ground on a square lattice from its south-west corner; between samples it is interpolated.
 *
 * @param spacingCm between neighbours, 100 or more.
 * @param heightsCm a line of numbers per row, from south to north; in a line from west to east. At least 2 by 2.
 */
public record Ground(int spacingCm, List<String> heightsCm) {
    /** Highest and lowest a ground may be. */
    public static final int HEIGHT_MAX_CM = 500_000;

    public Ground {
        if (spacingCm < 100) {
            throw new IllegalArgumentException("spacing_cm must be 100 or more: " + spacingCm);
        }
        if (heightsCm.size() < 2) {
            throw new IllegalArgumentException("heights_cm must have 2 rows or more: " + heightsCm.size());
        }
        final int columns = row(heightsCm, 0).length;
        for (int index = 0; index < heightsCm.size(); index++) {
            if (row(heightsCm, index).length != columns || columns < 2) {
                throw new IllegalArgumentException(
                        "heights_cm[" + index + "] must have as many numbers as the first, 2 or more");
            }
        }
    }

    /** Samples from west to east. */
    public int columns() {
        return row(heightsCm, 0).length;
    }

    /** Samples from south to north. */
    public int rows() {
        return heightsCm.size();
    }

    /** The heights of a row, from west to east. */
    public int[] row(final int index) {
        return row(heightsCm, index);
    }

    private static int[] row(final List<String> rows, final int index) {
        final String[] words = rows.get(index).strip().split(" +", -1);
        final int[] heights = new int[words.length];
        for (int column = 0; column < words.length; column++) {
            try {
                heights[column] = Integer.parseInt(words[column]);
            } catch (final NumberFormatException wrong) {
                throw new IllegalArgumentException(
                        "heights_cm[" + index + "] must be whole numbers, has '" + words[column] + "'", wrong);
            }
            if (Math.abs(heights[column]) > HEIGHT_MAX_CM) {
                throw new IllegalArgumentException(
                        "heights_cm[" + index + "] must be within " + HEIGHT_MAX_CM + " of 0: " + heights[column]);
            }
        }
        return heights;
    }
}
