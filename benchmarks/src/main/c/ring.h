/* A raw io_uring: the three system calls and the two mapped queues, without liburing. One thread. */
#ifndef TOS_RING_H
#define TOS_RING_H

#include <linux/io_uring.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
    int fd;
    unsigned *sq_tail;
    unsigned sq_mask;
    unsigned sq_next; /* our tail; the kernel sees it at enter */
    unsigned sq_submitted;
    struct io_uring_sqe *entries;
    unsigned *cq_head;
    unsigned *cq_tail;
    unsigned cq_mask;
    struct io_uring_cqe *completions;
    void *mapped[2];
    size_t mapped_bytes[2];
};

struct provided {
    struct io_uring_buf_ring *ring;
    char *memory;
    unsigned count; /* a power of two */
    unsigned stride;
    uint16_t tail;
    size_t mapped_bytes;
};

/* NULL or what failed. */
const char *ring_open(struct ring *ring, unsigned sq_entries, unsigned cq_entries, unsigned flags);
void ring_close(struct ring *ring);

/* The next free entry, zeroed; the caller never has more than sq_entries between two enters. */
struct io_uring_sqe *ring_entry(struct ring *ring);

/* Submits what was prepared; waits for wait_count completions, at most timeout_ns. */
int ring_enter(struct ring *ring, unsigned wait_count, int64_t timeout_ns);

const char *provided_open(struct provided *provided, struct ring *ring, unsigned count, unsigned stride);
void provided_close(struct provided *provided);

/* Gives a buffer back; seen by the kernel after provided_publish. */
void provided_return(struct provided *provided, unsigned buffer);
void provided_publish(struct provided *provided);

static inline char *provided_buffer(const struct provided *provided, unsigned buffer) {
    return provided->memory + (size_t)buffer * provided->stride;
}

static inline unsigned ring_cq_head(const struct ring *ring) {
    return *ring->cq_head;
}

static inline unsigned ring_cq_tail(const struct ring *ring) {
    return __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE);
}

static inline void ring_cq_advance(struct ring *ring, unsigned head) {
    __atomic_store_n(ring->cq_head, head, __ATOMIC_RELEASE);
}

#endif
