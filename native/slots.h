/* Descriptors by name: what a plan opens in one call and uses in a later one. */
#ifndef SLOTS_H
#define SLOTS_H

#include <stdbool.h>

/* Whether this is a name at all: 1 to 31 bytes. */
bool is_slot(const char *name);

/* Whether there is room for a descriptor of this name. */
bool can_keep(const char *name);

/* Keeps a descriptor, for which there is room, and closes the one that had this name. What is kept
 * is close-on-exec: it is the plan's, never the command's. */
void keep(const char *name, int fd);

/* The descriptor kept under this name, or -1. */
int kept(const char *name);

/* Of a descriptor that is being closed: its number may soon be another file's. */
void forget(int fd);

/* Closes everything that is kept. */
void drop_all(void);

#endif
