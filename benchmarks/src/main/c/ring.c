#define _GNU_SOURCE
#include "ring.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *map_ring(int fd, size_t bytes, off_t what) {
    return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, what);
}

const char *ring_open(struct ring *ring, unsigned sq_entries, unsigned cq_entries, unsigned flags) {
    struct io_uring_params params = {.flags = flags | IORING_SETUP_CQSIZE, .cq_entries = cq_entries};
    ring->fd = (int)syscall(__NR_io_uring_setup, sq_entries, &params);
    if (ring->fd < 0) {
        return strerror(errno);
    }
    const size_t sq_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
    const size_t cq_bytes = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
    ring->mapped_bytes[0] = sq_bytes > cq_bytes ? sq_bytes : cq_bytes;
    ring->mapped_bytes[1] = params.sq_entries * sizeof(struct io_uring_sqe);
    char *queues = map_ring(ring->fd, ring->mapped_bytes[0], IORING_OFF_SQ_RING);
    ring->entries = map_ring(ring->fd, ring->mapped_bytes[1], IORING_OFF_SQES);
    if (queues == MAP_FAILED || (void *)ring->entries == MAP_FAILED) {
        return strerror(errno);
    }
    ring->mapped[0] = queues;
    ring->mapped[1] = ring->entries;
    ring->sq_tail = (unsigned *)(void *)(queues + params.sq_off.tail);
    ring->sq_mask = params.sq_entries - 1;
    ring->sq_next = ring->sq_submitted = 0;
    ring->cq_head = (unsigned *)(void *)(queues + params.cq_off.head);
    ring->cq_tail = (unsigned *)(void *)(queues + params.cq_off.tail);
    ring->cq_mask = params.cq_entries - 1;
    ring->completions = (struct io_uring_cqe *)(void *)(queues + params.cq_off.cqes);
    unsigned *array = (unsigned *)(void *)(queues + params.sq_off.array);
    for (unsigned index = 0; index < params.sq_entries; index++) {
        array[index] = index;
    }
    return NULL;
}

void ring_close(struct ring *ring) {
    munmap(ring->mapped[0], ring->mapped_bytes[0]);
    munmap(ring->mapped[1], ring->mapped_bytes[1]);
    close(ring->fd);
}

struct io_uring_sqe *ring_entry(struct ring *ring) {
    struct io_uring_sqe *entry = &ring->entries[ring->sq_next++ & ring->sq_mask];
    memset(entry, 0, sizeof *entry);
    return entry;
}

int ring_enter(struct ring *ring, unsigned wait_count, int64_t timeout_ns) {
    const unsigned submit_count = ring->sq_next - ring->sq_submitted;
    struct __kernel_timespec timeout = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
    struct io_uring_getevents_arg argument = {.ts = (uint64_t)(uintptr_t)&timeout};
    __atomic_store_n(ring->sq_tail, ring->sq_next, __ATOMIC_RELEASE);
    const long taken = syscall(__NR_io_uring_enter, ring->fd, submit_count, wait_count,
                               IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument);
    if (taken >= 0) {
        ring->sq_submitted += (unsigned)taken;
    } else if (errno == ETIME || errno == EINTR) {
        /* The kernel took every entry before it waited. */
        ring->sq_submitted = ring->sq_next;
    }
    return (int)taken;
}

const char *provided_open(struct provided *provided, struct ring *ring, unsigned count, unsigned stride) {
    const size_t ring_bytes = (count * sizeof(struct io_uring_buf) + 4095) & ~(size_t)4095;
    provided->mapped_bytes = ring_bytes + (size_t)count * stride;
    char *memory = mmap(NULL, provided->mapped_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED) {
        return strerror(errno);
    }
    provided->ring = (struct io_uring_buf_ring *)(void *)memory;
    provided->memory = memory + ring_bytes;
    provided->count = count;
    provided->stride = stride;
    provided->tail = 0;
    struct io_uring_buf_reg registration = {
        .ring_addr = (uint64_t)(uintptr_t)memory, .ring_entries = count, .bgid = 0};
    if (syscall(__NR_io_uring_register, ring->fd, IORING_REGISTER_PBUF_RING, &registration, 1) != 0) {
        return strerror(errno);
    }
    for (unsigned buffer = 0; buffer < count; buffer++) {
        provided_return(provided, buffer);
    }
    provided_publish(provided);
    return NULL;
}

void provided_close(struct provided *provided) {
    munmap(provided->ring, provided->mapped_bytes);
}

void provided_return(struct provided *provided, unsigned buffer) {
    struct io_uring_buf *slot = &provided->ring->bufs[provided->tail++ & (provided->count - 1)];
    slot->addr = (uint64_t)(uintptr_t)provided_buffer(provided, buffer);
    slot->len = provided->stride;
    slot->bid = (uint16_t)buffer;
}

void provided_publish(struct provided *provided) {
    __atomic_store_n(&provided->ring->tail, provided->tail, __ATOMIC_RELEASE);
}
