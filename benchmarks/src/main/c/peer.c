/*
 * The other side, the same for every server: 1,000 sockets on 1,000 ports, pinned to one core.
 *   peer receive PORT PAYLOAD CORE   floods the server, bursts of up to 64 datagrams from one socket after the other
 *   peer drain60 PORT PAYLOAD CORE   the same, paced at 300,000 datagrams a second
 *   peer echo    PORT PAYLOAD CORE   bursts of 16, 2,048 datagrams under way, and checks what comes back
 *   peer send    PORT PAYLOAD CORE   says hello from each socket, then reads what arrives
 *
 * The bursts leave through UDP_SEGMENT so that the peer's core is faster than any server; a server without UDP_GRO
 * gets single datagrams. Ends with its standard input and then prints "peer SENT RECEIVED WRONG LOST".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { SOCKETS = 1000, FLOOD_BURST = 64, ECHO_BURST = 16, BURST_BYTES_MAX = 60000, BURSTS_UNDER_WAY = 128, PAYLOAD_MAX = 1200, DRAIN_PER_SECOND = 300000 };
enum { LIFETIME_SECONDS = 30, SINK_BATCH = 64 };

/* What each datagram of ours begins with. */
struct stamp {
    uint32_t socket;
    uint32_t burst;
    uint64_t sequence;
};

struct pending {
    int socket;
    uint32_t burst;
    int missing;
    int64_t sent_ns;
};

static int sockets[SOCKETS];
static int payload;
static int burst_length; /* datagrams that leave in one send */
static struct mmsghdr messages[SINK_BATCH];
static struct iovec vectors[SINK_BATCH];
static char inbound[SINK_BATCH][2048];
static long sent, received, wrong, lost;

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static bool told_to_stop(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) != 0;
}

static bool open_sockets(int port) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int index = 0; index < SOCKETS; index++) {
        sockets[index] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (sockets[index] < 0 || connect(sockets[index], (const struct sockaddr *)&server, sizeof server) != 0) {
            perror("peer: socket");
            return false;
        }
    }
    return true;
}

static bool segment_sends(void) {
    for (int index = 0; index < SOCKETS; index++) {
        if (setsockopt(sockets[index], IPPROTO_UDP, UDP_SEGMENT, &payload, sizeof payload) != 0) {
            perror("peer: UDP_SEGMENT");
            return false;
        }
    }
    return true;
}

static bool send_burst(int socket, uint32_t burst) {
    static char bytes[BURST_BYTES_MAX];
    for (int index = 0; index < burst_length; index++) {
        const struct stamp stamp = {
            .socket = (uint32_t)socket, .burst = burst, .sequence = (uint64_t)burst * (uint64_t)burst_length + (uint64_t)index};
        memcpy(bytes + index * payload, &stamp, sizeof stamp);
    }
    if (send(sockets[socket], bytes, (size_t)(burst_length * payload), 0) < 0) {
        return false;
    }
    sent += burst_length;
    return true;
}

static void flood(void) {
    for (uint32_t burst = 0; !told_to_stop(); burst++) {
        for (int socket = 0; socket < SOCKETS; socket++) {
            send_burst(socket, burst);
            /* A server that has ended must not keep this core busy for long. */
            if (socket % 64 == 63 && told_to_stop()) {
                return;
            }
        }
    }
}

static void paced(void) {
    const int64_t begun = now_ns();
    long tried = 0;
    for (uint32_t turn = 0; !told_to_stop();) {
        const long due = (long)((now_ns() - begun) / 1000 * DRAIN_PER_SECOND / 1000000);
        for (; tried + burst_length <= due; tried += burst_length, turn++) {
            if (!send_burst((int)(turn % SOCKETS), turn / SOCKETS)) {
                lost += burst_length;
            }
        }
        const struct timespec pause = {.tv_nsec = 500000};
        nanosleep(&pause, NULL);
    }
}

static int read_batch(int socket, int count_max) {
    for (int index = 0; index < count_max; index++) {
        vectors[index] = (struct iovec){.iov_base = inbound[index], .iov_len = sizeof inbound[index]};
        messages[index].msg_hdr = (struct msghdr){.msg_iov = &vectors[index], .msg_iovlen = 1};
    }
    const int count = recvmmsg(sockets[socket], messages, (unsigned)count_max, MSG_DONTWAIT, NULL);
    return count < 0 ? 0 : count;
}

/* Counts the answers to one burst; answers to bursts given up as lost are stale, not wrong. */
static void read_answers(struct pending *pending) {
    const int count = read_batch(pending->socket, ECHO_BURST);
    for (int index = 0; index < count; index++) {
        struct stamp stamp;
        memcpy(&stamp, inbound[index], sizeof stamp);
        if (messages[index].msg_len != (unsigned)payload || stamp.socket != (uint32_t)pending->socket
            || stamp.sequence / ECHO_BURST != stamp.burst) {
            wrong++;
        } else if (stamp.burst == pending->burst) {
            pending->missing--;
            received++;
        }
    }
}

static void echo(void) {
    static struct pending under_way[BURSTS_UNDER_WAY];
    const int64_t patience_ns = 100000000;
    unsigned head = 0;
    unsigned tail = 0;
    uint32_t burst = 0;
    int socket = 0;
    for (unsigned turn = 0; turn % 64 != 0 || !told_to_stop(); turn++) {
        while (tail - head < BURSTS_UNDER_WAY) {
            const int64_t now = now_ns();
            if (send_burst(socket, burst)) {
                under_way[tail++ % BURSTS_UNDER_WAY] =
                    (struct pending){.socket = socket, .burst = burst, .missing = ECHO_BURST, .sent_ns = now};
            } else if (tail == head) {
                break;
            }
            if (++socket == SOCKETS) {
                socket = 0;
                burst++;
            }
        }
        if (tail == head) {
            continue;
        }
        struct pending *oldest = &under_way[head % BURSTS_UNDER_WAY];
        read_answers(oldest);
        if (oldest->missing == 0) {
            head++;
        } else if (now_ns() - oldest->sent_ns > patience_ns) {
            lost += oldest->missing;
            head++;
        }
    }
}

static void sink(void) {
    static bool heard[SOCKETS];
    char hello[PAYLOAD_MAX] = {0};
    int64_t hello_ns = 0;
    while (!told_to_stop()) {
        const int64_t now = now_ns();
        if (now - hello_ns > 100000000) {
            hello_ns = now;
            for (int socket = 0; socket < SOCKETS; socket++) {
                if (!heard[socket]) {
                    sent += send(sockets[socket], hello, (size_t)payload, 0) >= 0;
                }
            }
        }
        for (int socket = 0; socket < SOCKETS; socket++) {
            const int count = read_batch(socket, SINK_BATCH);
            heard[socket] |= count > 0;
            received += count;
            for (int index = 0; index < count; index++) {
                wrong += messages[index].msg_len != (unsigned)payload;
            }
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: peer receive|drain60|echo|send PORT PAYLOAD CORE\n");
        return 2;
    }
    payload = atoi(argv[3]);
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET((size_t)atoi(argv[4]), &cores);
    if (payload < (int)sizeof(struct stamp) || payload > PAYLOAD_MAX
        || sched_setaffinity(0, sizeof cores, &cores) != 0 || !open_sockets(atoi(argv[2]))) {
        fprintf(stderr, "peer: cannot start\n");
        return 2;
    }
    const int fitting = BURST_BYTES_MAX / payload;
    burst_length = strcmp(argv[1], "echo") == 0 ? ECHO_BURST : fitting < FLOOD_BURST ? fitting : FLOOD_BURST;
    /* Whatever happens to the orchestrator, this does not outlive one trial by much. */
    alarm(LIFETIME_SECONDS);
    if (strcmp(argv[1], "send") == 0) {
        sink();
    } else if (!segment_sends()) {
        return 2;
    } else if (strcmp(argv[1], "receive") == 0) {
        flood();
    } else if (strcmp(argv[1], "drain60") == 0) {
        paced();
    } else {
        echo();
    }
    printf("peer %ld %ld %ld %ld\n", sent, received, wrong, lost);
    return 0;
}
