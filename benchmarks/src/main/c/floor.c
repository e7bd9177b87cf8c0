#define _GNU_SOURCE
#include "floor.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int64_t NO_TRAFFIC_NS = 8000000000LL;

static int64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int64_t wall_ns(void) {
    return clock_ns(CLOCK_MONOTONIC);
}

bool meter_add(struct meter *meter, int64_t datagrams) {
    const int64_t now = wall_ns();
    meter->count += datagrams;
    if (datagrams > 0) {
        meter->waiting_since_ns = now;
    } else if (now - meter->waiting_since_ns > NO_TRAFFIC_NS) {
        meter->error = "no datagrams for 8 s";
        return true;
    }
    if (meter->started_ns == 0) {
        meter->started_ns = datagrams > 0 ? now : 0;
        return false;
    }
    if (meter->measured_from_ns == 0) {
        if (now - meter->started_ns >= meter->settle_ns) {
            meter->count_from = meter->count;
            meter->cpu_from_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
            meter->measured_from_ns = wall_ns();
        }
        return false;
    }
    /* A window without a datagram says nothing: a busy machine may have kept us off the core. */
    if (now - meter->measured_from_ns < meter->window_ns || meter->count == meter->count_from) {
        return false;
    }
    meter->cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - meter->cpu_from_ns;
    meter->wall_ns = now - meter->measured_from_ns;
    return true;
}

void sleep_to_tick(void) {
    const int64_t tick_ns = 1000000000LL / TICKS_PER_SECOND;
    const int64_t next = (wall_ns() / tick_ns + 1) * tick_ns;
    const struct timespec until = {.tv_sec = next / 1000000000LL, .tv_nsec = next % 1000000000LL};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static const char *open_socket(struct trial *trial, int *port) {
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof local;
    const int bytes = SOCKET_BUFFER_BYTES;
    const struct timeval patience = {.tv_usec = 100000};
    trial->socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (trial->socket < 0 || bind(trial->socket, (struct sockaddr *)&local, sizeof local) != 0
        || getsockname(trial->socket, (struct sockaddr *)&local, &length) != 0) {
        return strerror(errno);
    }
    setsockopt(trial->socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(trial->socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    setsockopt(trial->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    *port = ntohs(local.sin_port);
    return NULL;
}

/* Waits for one datagram from each of the peers: those are the addresses to send to. */
static const char *gather_peers(struct trial *trial) {
    static bool seen[65536];
    char bytes[2048];
    int count = 0;
    memset(seen, 0, sizeof seen);
    const int64_t give_up_ns = wall_ns() + NO_TRAFFIC_NS;
    while (count < PEERS) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        if (recvfrom(trial->socket, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &length) >= 0
            && !seen[ntohs(from.sin_port)]) {
            seen[ntohs(from.sin_port)] = true;
            trial->peers[count++] = from;
        }
        if (wall_ns() > give_up_ns) {
            return "not all peers said hello within 8 s";
        }
    }
    uint32_t random = 12345;
    for (int last = PEERS - 1; last > 0; last--) {
        random = random * 1664525u + 1013904223u;
        const int other = (int)((random >> 8) % (uint32_t)(last + 1));
        const struct sockaddr_in swapped = trial->peers[last];
        trial->peers[last] = trial->peers[other];
        trial->peers[other] = swapped;
    }
    return NULL;
}

static const char *run(struct trial *trial) {
    int port = 0;
    const char *problem = open_socket(trial, &port);
    if (problem != NULL) {
        return problem;
    }
    printf("port %d\n", port);
    if (trial->kind == CASE_SEND) {
        problem = gather_peers(trial);
    }
    if (problem == NULL) {
        trial->meter.waiting_since_ns = wall_ns();
        serve(trial);
        problem = trial->meter.error;
    }
    close(trial->socket);
    return problem;
}

static bool parse_case(const char *name, enum trial_case *kind) {
    static const char *const names[] = {"receive", "send", "echo", "drain60"};
    for (int index = 0; index < 4; index++) {
        if (strcmp(name, names[index]) == 0) {
            *kind = (enum trial_case)index;
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv) {
    static struct sockaddr_in peers[PEERS];
    enum trial_case kind;
    char line[256];
    if (argc != 3 || !parse_case(argv[1], &kind)) {
        fprintf(stderr, "usage: %s receive|send|echo|drain60 CORE\n", argv[0]);
        return 2;
    }
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET((size_t)atoi(argv[2]), &cores);
    if (sched_setaffinity(0, sizeof cores, &cores) != 0) {
        perror("sched_setaffinity");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct trial trial = {.kind = kind, .peers = peers};
        long settle_ms = 0;
        long window_ms = 0;
        if (sscanf(line, "run %d %ld %ld", &trial.payload, &settle_ms, &window_ms) != 3 || trial.payload < 16
            || trial.payload > 1200) {
            printf("error cannot read: %s", line);
            continue;
        }
        trial.meter.settle_ns = settle_ms * 1000000LL;
        trial.meter.window_ns = window_ms * 1000000LL;
        const char *problem = run(&trial);
        if (problem != NULL) {
            printf("error %s\n", problem);
        } else {
            printf("result %lld %lld %lld 0\n", (long long)(trial.meter.count - trial.meter.count_from),
                   (long long)trial.meter.cpu_ns, (long long)trial.meter.wall_ns);
        }
    }
    return 0;
}
