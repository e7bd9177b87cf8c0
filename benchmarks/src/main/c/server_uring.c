/*
 * io_uring: multishot recvmsg into 256 provided buffers, sends with the address in the entry, one enter per batch.
 * The ring is SINGLE_ISSUER | DEFER_TASKRUN; with -DCOOPERATIVE it is SINGLE_ISSUER | COOP_TASKRUN instead.
 */
#define _GNU_SOURCE
#include "floor.h"
#include "ring.h"

#include <string.h>
#include <sys/uio.h>

enum { BUFFERS = 256, STRIDE = 2112, SUBMISSIONS = 256, COMPLETIONS = 1024, RECEIVE = 1 << 16, SEND = 1 << 17 };

#ifdef COOPERATIVE
enum { SETUP = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN };
#else
enum { SETUP = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN };
#endif

static const int64_t PATIENCE_NS = 100000000;

static struct ring ring;
static struct provided provided;
static struct msghdr receive_form = {.msg_namelen = sizeof(struct sockaddr_in)};
static char outbound[SUBMISSIONS][1280];
static volatile uint64_t checksum;

static void arm_receive(int socket) {
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_RECVMSG;
    entry->fd = socket;
    entry->addr = (uint64_t)(uintptr_t)&receive_form;
    entry->len = 1;
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
    entry->user_data = RECEIVE;
}

static void prepare_send(int socket, const void *payload, unsigned length, const void *name, uint64_t user_data) {
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_SEND;
    entry->fd = socket;
    entry->addr = (uint64_t)(uintptr_t)payload;
    entry->len = length;
    entry->addr2 = (uint64_t)(uintptr_t)name;
    entry->addr_len = sizeof(struct sockaddr_in);
    entry->user_data = user_data;
}

/* Reads or answers one received datagram; true if the buffer is free again at once. */
static bool take(const struct trial *trial, unsigned buffer, uint64_t *sum) {
    char *bytes = provided_buffer(&provided, buffer);
    const struct io_uring_recvmsg_out *out = (const struct io_uring_recvmsg_out *)(const void *)bytes;
    char *name = bytes + sizeof *out;
    char *payload = name + receive_form.msg_namelen;
    uint64_t word;
    memcpy(&word, payload, sizeof word);
    *sum += word;
    if (trial->kind != CASE_ECHO) {
        return true;
    }
    prepare_send(trial->socket, payload, out->payloadlen, name, SEND | buffer);
    return false;
}

/* Handles all completions that are there; returns the datagrams received. */
static int reap(struct trial *trial, uint64_t *sum) {
    unsigned head = ring_cq_head(&ring);
    const unsigned tail = ring_cq_tail(&ring);
    int received = 0;
    bool rearm = false;
    for (; head != tail; head++) {
        const struct io_uring_cqe *completion = &ring.completions[head & ring.cq_mask];
        if ((completion->user_data & SEND) != 0) {
            provided_return(&provided, (unsigned)completion->user_data & 0xFFFF);
            continue;
        }
        rearm |= (completion->flags & IORING_CQE_F_MORE) == 0;
        if (completion->res >= 0) {
            const unsigned buffer = completion->flags >> IORING_CQE_BUFFER_SHIFT;
            received++;
            if (take(trial, buffer, sum)) {
                provided_return(&provided, buffer);
            }
        }
    }
    ring_cq_advance(&ring, head);
    provided_publish(&provided);
    if (rearm) {
        arm_receive(trial->socket);
    }
    return received;
}

static void serve_inbound(struct trial *trial) {
    uint64_t sum = 0;
    int received;
    arm_receive(trial->socket);
    do {
        ring_enter(&ring, 1, PATIENCE_NS);
        received = reap(trial, &sum);
    } while (!meter_add(&trial->meter, received));
    checksum = sum;
}

static void serve_ticks(struct trial *trial) {
    uint64_t sum = 0;
    int total;
    int received;
    arm_receive(trial->socket);
    ring_enter(&ring, 0, 0);
    do {
        sleep_to_tick();
        total = 0;
        do {
            ring_enter(&ring, 0, 0);
            received = reap(trial, &sum);
            total += received;
        } while (received > 0);
    } while (!meter_add(&trial->meter, total));
    checksum = sum;
}

static void serve_outbound(struct trial *trial) {
    uint64_t sequence = 0;
    int next = 0;
    int sent;
    do {
        for (int index = 0; index < SUBMISSIONS; index++) {
            memcpy(outbound[index], &sequence, sizeof sequence);
            sequence++;
            prepare_send(trial->socket, outbound[index], (unsigned)trial->payload, &trial->peers[next], SEND);
            next = next + 1 == PEERS ? 0 : next + 1;
        }
        ring_enter(&ring, SUBMISSIONS, PATIENCE_NS);
        sent = 0;
        unsigned head = ring_cq_head(&ring);
        for (const unsigned tail = ring_cq_tail(&ring); head != tail; head++) {
            sent += ring.completions[head & ring.cq_mask].res >= 0;
        }
        ring_cq_advance(&ring, head);
    } while (!meter_add(&trial->meter, sent));
}

void serve(struct trial *trial) {
    const char *problem = ring_open(&ring, SUBMISSIONS, COMPLETIONS, SETUP);
    if (problem == NULL) {
        problem = provided_open(&provided, &ring, BUFFERS, STRIDE);
    }
    if (problem != NULL) {
        trial->meter.error = problem;
        return;
    }
    switch (trial->kind) {
        case CASE_SEND:
            serve_outbound(trial);
            break;
        case CASE_DRAIN60:
            serve_ticks(trial);
            break;
        default:
            serve_inbound(trial);
            break;
    }
    ring_close(&ring);
    provided_close(&provided);
}
