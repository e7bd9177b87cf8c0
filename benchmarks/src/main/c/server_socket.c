/* The plainest server: one recvfrom and one sendto per datagram. */
#define _GNU_SOURCE
#include "floor.h"

#include <string.h>

static volatile uint64_t checksum;

static int receive(int socket, char *bytes, size_t length, struct sockaddr_in *from, int flags) {
    socklen_t from_length = sizeof *from;
    return (int)recvfrom(socket, bytes, length, flags, (struct sockaddr *)from, &from_length);
}

static void serve_inbound(struct trial *trial) {
    char bytes[2048];
    struct sockaddr_in from;
    const bool echo = trial->kind == CASE_ECHO;
    uint64_t sum = 0;
    int count = 0;
    do {
        /* May wait for the first, as the other servers do; never for the rest of the batch. */
        int flags = 0;
        for (count = 0; count < BATCH; count++) {
            const int length = receive(trial->socket, bytes, sizeof bytes, &from, flags);
            if (length < 0) {
                break;
            }
            flags = MSG_DONTWAIT;
            uint64_t word;
            memcpy(&word, bytes, sizeof word);
            sum += word;
            if (echo) {
                sendto(trial->socket, bytes, (size_t)length, 0, (struct sockaddr *)&from, sizeof from);
            }
        }
    } while (!meter_add(&trial->meter, count));
    checksum = sum;
}

static void serve_ticks(struct trial *trial) {
    char bytes[2048];
    struct sockaddr_in from;
    int count;
    do {
        sleep_to_tick();
        count = 0;
        while (receive(trial->socket, bytes, sizeof bytes, &from, MSG_DONTWAIT) >= 0) {
            count++;
        }
    } while (!meter_add(&trial->meter, count));
}

static void serve_outbound(struct trial *trial) {
    char bytes[2048] = {0};
    uint64_t sequence = 0;
    int next = 0;
    int sent;
    do {
        sent = 0;
        for (int index = 0; index < BATCH; index++) {
            memcpy(bytes, &sequence, sizeof sequence);
            sequence++;
            sent += sendto(trial->socket, bytes, (size_t)trial->payload, 0, (struct sockaddr *)&trial->peers[next],
                           sizeof trial->peers[next])
                    >= 0;
            next = next + 1 == PEERS ? 0 : next + 1;
        }
    } while (!meter_add(&trial->meter, sent));
}

void serve(struct trial *trial) {
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
