/* The process that writes the log into its files, so that a disk that is slow or full holds up
 * nobody else. */
#ifndef LOGFILE_H
#define LOGFILE_H

#include <sys/types.h>

/* Starts it in the working directory: it writes what it reads from the pipe, until that ends. Lines
 * are whole in a file, and files no larger than max_size (0: no end), of which there are max_files.
 * -1 and errno when the kernel refuses. */
pid_t start_log_writer(int from, long max_size, long max_files);

#endif
