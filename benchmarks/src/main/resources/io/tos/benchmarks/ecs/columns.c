/* The yardstick for columns: the same three additions per row on the same memory, as C would write them. */

enum { ROWS_PER_CHUNK = 1024 };

static void advance_axis(int *restrict place, const int *restrict speed) {
    for (int row = 0; row < ROWS_PER_CHUNK; row++) {
        place[row] += speed[row];
    }
}

/* offsets: bytes from a chunk's start to place x, y, z, then speed x, y, z. */
void advance(char *first, long chunks, long chunk_bytes, const long *offsets) {
    for (long chunk = 0; chunk < chunks; chunk++) {
        char *base = first + chunk * chunk_bytes;
        for (int axis = 0; axis < 3; axis++) {
            advance_axis((int *)(base + offsets[axis]), (const int *)(base + offsets[axis + 3]));
        }
    }
}
