#include "slots.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_SLOTS = 128, MAX_NAME = 31 };

/* An entry without a name is free. */
static struct slot {
  char name[MAX_NAME + 1];
  int fd;
} slots[MAX_SLOTS];

/* The entry of that name, or NULL. The empty name finds a free one. */
static struct slot *find(const char *name) {
  for (int i = 0; i < MAX_SLOTS; i++)
    if (strcmp(slots[i].name, name) == 0) return &slots[i];
  return NULL;
}

bool is_slot(const char *name) {
  return *name && strlen(name) <= MAX_NAME;
}

bool can_keep(const char *name) {
  return find(name) || find("");
}

int kept(const char *name) {
  struct slot *slot = *name ? find(name) : NULL;
  return slot ? slot->fd : -1;
}

void keep(const char *name, int fd) {
  struct slot *slot = find(name);
  if (slot && slot->fd != fd) close(slot->fd);
  if (!slot) slot = find("");
  strcpy(slot->name, name);
  slot->fd = fd;
  syscall(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
}

void forget(int fd) {
  for (int i = 0; i < MAX_SLOTS; i++)
    if (slots[i].fd == fd) *slots[i].name = 0;
}

void drop_all(void) {
  for (int i = 0; i < MAX_SLOTS; i++)
    if (*slots[i].name) close(slots[i].fd);
  memset(slots, 0, sizeof slots);
}
