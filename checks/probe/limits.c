/*
 * Subcommands of the probe that use something up: memory, processor time, processes. Each takes
 * little enough to do no harm where nothing limits it.
 */
#define _GNU_SOURCE
#include "probe.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_MEMORY = 256 /* MiB */, MOST_CHILDREN = 64 };

/* Takes memory and writes to every page of it, since memory that is never touched costs nothing. */
static int use_memory(int mebibytes) {
  size_t size = (size_t)mebibytes << 20, page = sysconf(_SC_PAGESIZE);
  if (mebibytes > MOST_MEMORY) return MISUSE;
  volatile char *memory =
      mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return failed("mmap");
  for (size_t at = 0; at < size; at += page) memory[at] = 1;
  return 0;
}

/* allocate MIB TOKEN: uses so much memory, and ends. */
int do_allocate(char **argv) { return use_memory(atoi(argv[0])); }

/* allocate-beside MIB CODE TOKEN: lets a child use so much memory; ends with CODE, whatever comes. */
int do_allocate_beside(char **argv) {
  pid_t child = fork();
  if (child == 0) _exit(use_memory(atoi(argv[0])));
  if (child < 0 || waitpid(child, NULL, 0) < 0) return failed("fork");
  return atoi(argv[1]);
}

/* spin TOKEN: uses as much of a processor as it gets. */
int do_spin(char **argv) {
  (void)argv;
  for (volatile unsigned long turns = 0;; turns++) continue;
}

/*
 * fork N TOKEN: makes N children, or as many as it can, which pause as TOKEN-fork and end with it;
 * then pauses too.
 */
int do_fork(char **argv) {
  int wanted = atoi(argv[0]), ends[2];
  char token[256], byte;
  if (wanted > MOST_CHILDREN) return MISUSE;
  if (pipe2(ends, O_CLOEXEC) < 0) return failed("pipe");
  snprintf(token, sizeof token, "%s-fork", argv[1]);
  for (int i = 0; i < wanted; i++) {
    pid_t child = fork();
    if (child < 0) break;
    if (child > 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    _exit(become_pause(token));
  }
  close(ends[1]);
  while (read(ends[0], &byte, 1) > 0) continue; /* closed when the last of them pauses */
  return become_pause(argv[1]);
}

/* groups TOKEN: prints the groups in which it finds itself at the very start, then pauses. */
int do_groups(char **argv) {
  static char text[65536];
  int file = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, text, sizeof text);
  if (size < 0 || write(1, text, size) < 0) return failed("/proc/self/cgroup");
  return become_pause(argv[0]);
}
