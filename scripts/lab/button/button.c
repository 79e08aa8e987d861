/* A push button for the lab: an input device made with uinput that presses the WPS key when told to on stdin. */
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <dirent.h>

#define WPS_KEY 0x211

static void emit(int fd, int type, int code, int value)
{
    struct input_event event;
    memset(&event, 0, sizeof(event));
    event.type = type;
    event.code = code;
    event.value = value;
    if (write(fd, &event, sizeof(event)) != sizeof(event))
        perror("write");
}

static void press(int fd, useconds_t duration)
{
    emit(fd, EV_KEY, WPS_KEY, 1);
    emit(fd, EV_SYN, SYN_REPORT, 0);
    usleep(duration);
    emit(fd, EV_KEY, WPS_KEY, 0);
    emit(fd, EV_SYN, SYN_REPORT, 0);
}

int main(void)
{
    struct uinput_setup setup;
    char name[64], path[300], line[32];
    struct dirent *entry;
    DIR *folder;
    int fd = open("/dev/uinput", O_WRONLY);
    if (fd < 0) {
        perror("/dev/uinput");
        return 1;
    }
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    ioctl(fd, UI_SET_KEYBIT, WPS_KEY);
    memset(&setup, 0, sizeof(setup));
    setup.id.bustype = BUS_VIRTUAL;
    strcpy(setup.name, "lab button");
    if (ioctl(fd, UI_DEV_SETUP, &setup) < 0 || ioctl(fd, UI_DEV_CREATE) < 0
        || ioctl(fd, UI_GET_SYSNAME(sizeof(name)), name) < 0) {
        perror("uinput");
        return 1;
    }
    snprintf(path, sizeof(path), "/sys/devices/virtual/input/%s", name);
    folder = opendir(path);
    while (folder && (entry = readdir(folder)))
        if (strncmp(entry->d_name, "event", 5) == 0)
            printf("ready /dev/input/%s\n", entry->d_name);
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin))
        press(fd, line[0] == 'h' ? 3500000 : 100000);
    return 0;
}
