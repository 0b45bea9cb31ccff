// stopwatch ROUNDS COMMAND… ::: COMMAND… ::: …
//
// Runs the commands in turn, so that what else the machine does meets all of them alike, and prints
// for each run: which command, wall clock and processor time in ns, peak memory in KiB, exit code.
// A program of its own, because starting a process costs Node more than some of them take.

#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST = 32 };

extern char **environ;

static long long ns(struct timeval t) { return t.tv_sec * 1000000000LL + t.tv_usec * 1000LL; }

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int run(int which, char **argv, posix_spawn_file_actions_t *quiet) {
  long long began = now();
  pid_t pid;
  int error = posix_spawnp(&pid, argv[0], quiet, NULL, argv, environ);
  if (error != 0) {
    fprintf(stderr, "stopwatch: %s: %s\n", argv[0], strerror(error));
    return 127;
  }
  int status;
  struct rusage used;
  wait4(pid, &status, 0, &used);
  long long wall = now() - began;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  printf("%d %lld %lld %ld %d\n", which, wall, ns(used.ru_utime) + ns(used.ru_stime),
         used.ru_maxrss, code);
  fflush(stdout);
  return 0;
}

int main(int argc, char **argv) {
  char **commands[MOST];
  int count = 0;
  if (argc < 3) {
    fprintf(stderr, "usage: stopwatch ROUNDS COMMAND... [::: COMMAND...]...\n");
    return 2;
  }
  commands[count++] = argv + 2;
  for (int i = 2; i < argc; i++) {
    if (strcmp(argv[i], ":::") != 0 || count == MOST) continue;
    argv[i] = NULL;
    commands[count++] = argv + i + 1;
  }
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  for (int round = atoi(argv[1]); round > 0; round--)
    for (int i = 0; i < count; i++)
      if (run(i, commands[i], &quiet) != 0) return 127;
  return 0;
}
