/* init's other role: the parent of a container that nobody waits for. */
#ifndef MONITOR_H
#define MONITOR_H

#include <stdbool.h>
#include <sys/types.h>

/* max-size max-files NAME=value… -- program argument… */
bool configure_monitor(char **arguments);

/* Stays with the container until it has ended, and then becomes the program. */
_Noreturn void monitor(pid_t child);

#endif
