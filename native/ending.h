/* How a container ended, on the disk. */
#ifndef ENDING_H
#define ENDING_H

#include <stdbool.h>
#include <sys/types.h>

/* Writes the file `exit` in the working directory, whole and durably: the pid, its wait status, the
 * time, and how many processes the out-of-memory killer has killed, which the file `oom` says (-1:
 * nobody counts). False when the disk does not take it. */
bool write_ending(pid_t pid, int status, int oom);

#endif
