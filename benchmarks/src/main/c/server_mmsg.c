/* recvmmsg and sendmmsg, 64 datagrams a call. */
#define _GNU_SOURCE
#include "floor.h"

#include <string.h>

enum { BUFFER_BYTES = 2048 };

static struct mmsghdr messages[BATCH];
static struct iovec vectors[BATCH];
static struct sockaddr_in names[BATCH];
static char buffers[BATCH][BUFFER_BYTES];
static volatile uint64_t checksum;

static void point_at_buffers(void) {
    for (int index = 0; index < BATCH; index++) {
        vectors[index] = (struct iovec){.iov_base = buffers[index], .iov_len = BUFFER_BYTES};
        messages[index].msg_hdr = (struct msghdr){
            .msg_name = &names[index], .msg_namelen = sizeof names[index], .msg_iov = &vectors[index], .msg_iovlen = 1};
    }
}

static int receive_batch(int socket, int flags) {
    for (int index = 0; index < BATCH; index++) {
        messages[index].msg_hdr.msg_namelen = sizeof names[index];
        vectors[index].iov_len = BUFFER_BYTES;
    }
    const int count = recvmmsg(socket, messages, BATCH, flags, NULL);
    return count < 0 ? 0 : count;
}

static uint64_t read_words(int count) {
    uint64_t sum = 0;
    for (int index = 0; index < count; index++) {
        uint64_t word;
        memcpy(&word, buffers[index], sizeof word);
        sum += word;
    }
    return sum;
}

static void serve_inbound(struct trial *trial) {
    const bool echo = trial->kind == CASE_ECHO;
    uint64_t sum = 0;
    int count;
    do {
        count = receive_batch(trial->socket, MSG_WAITFORONE);
        sum += read_words(count);
        if (echo && count > 0) {
            for (int index = 0; index < count; index++) {
                vectors[index].iov_len = messages[index].msg_len;
            }
            sendmmsg(trial->socket, messages, (unsigned)count, 0);
        }
    } while (!meter_add(&trial->meter, count));
    checksum = sum;
}

static void serve_ticks(struct trial *trial) {
    int total;
    int count;
    do {
        sleep_to_tick();
        total = 0;
        do {
            count = receive_batch(trial->socket, MSG_DONTWAIT);
            checksum += read_words(count);
            total += count;
        } while (count == BATCH);
    } while (!meter_add(&trial->meter, total));
}

static void serve_outbound(struct trial *trial) {
    uint64_t sequence = 0;
    int next = 0;
    int sent;
    do {
        for (int index = 0; index < BATCH; index++) {
            memcpy(buffers[index], &sequence, sizeof sequence);
            sequence++;
            vectors[index].iov_len = (size_t)trial->payload;
            messages[index].msg_hdr.msg_name = &trial->peers[next];
            messages[index].msg_hdr.msg_namelen = sizeof trial->peers[next];
            next = next + 1 == PEERS ? 0 : next + 1;
        }
        sent = sendmmsg(trial->socket, messages, BATCH, 0);
    } while (!meter_add(&trial->meter, sent < 0 ? 0 : sent));
}

void serve(struct trial *trial) {
    point_at_buffers();
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
}
