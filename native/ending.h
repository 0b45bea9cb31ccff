/* How a container ended, on the disk. */
#ifndef ENDING_H
#define ENDING_H

#include <stdbool.h>
#include <sys/types.h>

/* Takes the room for the ending while there is some: a disk that is full by then shall not lose it. */
void reserve_ending(void);
void give_ending_up(void); /* there will be none */

/* Writes the file `exit` in the working directory, whole and durably: the pid, its wait status, the
 * time, and how many processes the out-of-memory killer has killed, which the file `oom` says (-1:
 * nobody counts). False when the disk does not take it. */
bool write_ending(pid_t pid, int status, int oom);

#endif
