/*
 * What the C servers share: the line protocol with the orchestrator, the socket, the two clocks.
 *
 * A server is started with its case and the core to stand on, then reads lines from standard input:
 *   run PAYLOAD SETTLE_MS WINDOW_MS     open a socket, answer "port N", wait for the peer, measure, answer
 *   "result DATAGRAMS CPU_NS WALL_NS ALLOCATED_BYTES" or "error TEXT".
 * End of input ends it. CPU is that of the calling thread alone.
 */
#ifndef TOS_FLOOR_H
#define TOS_FLOOR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum { PEERS = 1000, BATCH = 64, SOCKET_BUFFER_BYTES = 4 << 20, TICKS_PER_SECOND = 60 };

enum trial_case { CASE_RECEIVE, CASE_SEND, CASE_ECHO, CASE_DRAIN60 };

struct meter {
    int64_t settle_ns;
    int64_t window_ns;
    int64_t started_ns; /* 0 until the first datagram */
    int64_t waiting_since_ns;
    int64_t measured_from_ns; /* 0 while settling */
    int64_t cpu_from_ns;
    int64_t count;
    int64_t count_from;
    int64_t cpu_ns;
    int64_t wall_ns;
    const char *error;
};

struct trial {
    enum trial_case kind;
    int payload;
    int socket;
    struct sockaddr_in *peers; /* PEERS of them, shuffled; for CASE_SEND */
    struct meter meter;
};

/* Implemented by each server: run the case until meter_add says it is over. */
void serve(struct trial *trial);

int64_t wall_ns(void);

/* Adds datagrams that moved since the last call; true when the trial is over. Call at least every 100 ms. */
bool meter_add(struct meter *meter, int64_t datagrams);

/* Sleeps until the next tick of the 60 Hz grid. */
void sleep_to_tick(void);

#endif
