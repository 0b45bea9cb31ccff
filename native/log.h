/* A container's log: what it writes, a line at a time, on its way to the disk. */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Starts the log in the working directory. max_size in bytes, 0 for no end; files as
 * many, 0 for no log at all. */
void log_open(long max_size, long max_files);

/* Takes bytes of a stream ('o' output, 'e' error), and returns how many: the rest has to come
 * again once there is room. 0 bytes may be offered, so that what waits can go on. */
size_t log_take(char stream, const char *bytes, size_t size);

/* Whether a line waits for room. */
bool log_waits(void);

/* How long that may last, in ms, before the oldest lines are given up; -1 when nothing waits. */
int log_patience(void);

/* The descriptor to be polled for writing, or -1 when there is nothing to write; and writes. */
int log_pending(void);
void log_flush(void);

/* To be told of every child that ended, and how (wait(2)). */
void log_child_ended(pid_t pid, int status);

/* The container writes no more. To be called until it says that all is on the disk. */
bool log_finish(void);

/* Whether it was called in vain for a second: the disk is stuck or full. */
bool log_is_late(void);

#endif
