/* Makes a stock program find the kernel's generator short of entropy: under LD_PRELOAD a getrandom() that may not wait
 * answers as it does on a board that has just booted. What may wait is passed on. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
    if (flags & GRND_NONBLOCK) {
        errno = EAGAIN;
        return -1;
    }
    return syscall(SYS_getrandom, buffer, length, flags);
}
