/*
 * probe: the program that checks run inside a container, and beside it (beside.c). Static, so that
 * it runs in any root file system.
 *
 * The last argument of what runs inside is a token, by which the witness finds the process. What
 * has something to do first becomes `probe pause TOKEN` when it is done: the witness sees the new
 * arguments in /proc, so nobody has to sleep. Inside, everything ends within LIFETIME seconds and
 * needs next to no memory, since a starter runs it on the machine itself.
 */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { LIFETIME = 60 };

static char *self; /* how this program was called, and so how it can be called again */

int failed(const char *what) {
  fprintf(stderr, "probe: %s: %s\n", what, strerror(errno));
  return FAILED;
}

int become(char *const *argv) {
  char *words[8] = {self};
  for (int i = 0; argv[i] && i < 6; i++) words[i + 1] = argv[i];
  execv(self, words);
  return failed(self);
}

int become_pause(char *token) { return become((char *[]){"pause", token, NULL}); }

static int signal_number(const char *name) {
  static const struct {
    const char *name;
    int number;
  } signals[] = {{"SIGHUP", SIGHUP},   {"SIGINT", SIGINT},   {"SIGTERM", SIGTERM},
                 {"SIGKILL", SIGKILL}, {"SIGSEGV", SIGSEGV}, {"SIGUSR1", SIGUSR1}};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    if (strcmp(signals[i].name, name) == 0) return signals[i].number;
  fprintf(stderr, "probe: unknown signal %s\n", name);
  exit(MISUSE);
}

/* pause TOKEN: waits to be killed. */
static int do_pause(char **argv) {
  (void)argv;
  for (;;) pause();
  return 0;
}

/* exit CODE TOKEN */
static int do_exit(char **argv) { return atoi(argv[0]); }

/* die SIGNAL TOKEN: SIGSEGV by a real fault, which ends even a PID 1 (raised ones it ignores). */
static int do_die(char **argv) {
  volatile char *volatile nowhere = NULL;
  int number = signal_number(argv[0]);
  if (number == SIGSEGV) *nowhere = 0;
  raise(number);
  return FAILED;
}

/* A JSON string; bytes beyond ASCII as if they were Latin-1, so that any bytes come through. */
static void print_json(const char *text) {
  putchar('"');
  for (const unsigned char *c = (const unsigned char *)text; *c; c++)
    if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\') printf("\\u%04x", *c);
    else putchar(*c);
  putchar('"');
}

/* argv ARGUMENT... TOKEN: the arguments, the token too, as a JSON array. */
static int do_argv(char **argv) {
  putchar('[');
  for (char **arg = argv; *arg; arg++) {
    if (arg != argv) putchar(',');
    print_json(*arg);
  }
  puts("]");
  return 0;
}

/* cat TOKEN: standard input to standard output, byte for byte. */
static int do_cat(char **argv) {
  static char buffer[65536];
  (void)argv;
  for (ssize_t n; (n = read(0, buffer, sizeof buffer)) != 0;) {
    if (n < 0) return failed("read");
    for (ssize_t done = 0, m; done < n; done += m)
      if ((m = write(1, buffer + done, n - done)) < 0) return failed("write");
  }
  return 0;
}

static void print_tty(void) {
  struct winsize size = {0};
  ioctl(0, TIOCGWINSZ, &size);
  printf("{\"tty\":[%d,%d,%d],\"rows\":%d,\"columns\":%d,\"controlling\":%d}\n", isatty(0),
         isatty(1), isatty(2), size.ws_row, size.ws_col, tcgetsid(0) == getsid(0));
  fflush(stdout);
}

/* tty TOKEN: which of 0 to 2 are terminals, its size, and whether it is the session's own. */
static int do_tty(char **argv) {
  (void)argv;
  print_tty();
  return 0;
}

/* tty-resized TOKEN: as tty, and once more when the window has changed its size. */
static int do_tty_resized(char **argv) {
  sigset_t winch;
  (void)argv;
  sigemptyset(&winch);
  sigaddset(&winch, SIGWINCH);
  sigprocmask(SIG_BLOCK, &winch, NULL);
  print_tty();
  sigwaitinfo(&winch, NULL);
  print_tty();
  return 0;
}

static volatile sig_atomic_t caught;
static void note(int number) { caught = number; }

/* catch SIGNAL CODE TOKEN: ends with CODE when it gets the signal. */
static int do_catch(char **argv) {
  int number = signal_number(argv[0]);
  sigset_t blocked, none;
  sigemptyset(&blocked);
  sigemptyset(&none);
  sigaddset(&blocked, number);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  signal(number, note);
  while (caught != number) sigsuspend(&none);
  return atoi(argv[1]);
}

/* hostname NAME TOKEN: sets it, then pauses. */
static int do_hostname(char **argv) {
  if (sethostname(argv[0], strlen(argv[0])) < 0) return failed("sethostname");
  return become_pause(argv[1]);
}

/* mount-tmpfs DIR... TOKEN: mounts a small one on each, then pauses. */
static int do_mount_tmpfs(char **argv) {
  for (; argv[1]; argv++)
    if (mount("probe", argv[0], "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=64k") < 0)
      return failed(argv[0]);
  return become_pause(argv[0]);
}

/* Makes a child's child whose own parent has ended, in which it returns true: whoever finds it finds
 * an orphan, and it is somebody else's to reap. */
static int fork_orphan(void) {
  if (fork() != 0) {
    while (wait(NULL) < 0 && errno == EINTR) continue;
    return 0;
  }
  pid_t parent = getpid();
  if (fork() != 0) _exit(0);
  while (getppid() == parent) poll(NULL, 0, 1);
  return 1;
}

/* orphans TOKEN: three orphans that end, a fourth that pauses as TOKEN-orphan; then pauses too. */
static int do_orphans(char **argv) {
  char token[256], byte;
  int ends[2];
  if (pipe(ends) < 0) return failed("pipe");
  for (int i = 0; i < 3; i++) {
    if (fork_orphan()) _exit(0);
  }
  close(ends[1]);
  while (read(ends[0], &byte, 1) > 0) continue; /* closed when the last of them has ended */
  close(ends[0]);
  snprintf(token, sizeof token, "%s-orphan", argv[0]);
  if (fork_orphan()) _exit(become_pause(token));
  return become_pause(argv[0]);
}

static int do_among(char **argv);

static const struct {
  const char *name;
  int (*run)(char **argv);
  int arguments; /* at least so many */
} subcommands[] = {
    {"pause", do_pause, 1},
    {"exit", do_exit, 2},
    {"die", do_die, 2},
    {"argv", do_argv, 1},
    {"cat", do_cat, 1},
    {"tty", do_tty, 1},
    {"tty-resized", do_tty_resized, 1},
    {"catch", do_catch, 3},
    {"hostname", do_hostname, 2},
    {"mount-tmpfs", do_mount_tmpfs, 2},
    {"orphans", do_orphans, 1},
    /* limits.c */
    {"allocate", do_allocate, 2},
    {"allocate-beside", do_allocate_beside, 3},
    {"spin", do_spin, 1},
    {"fork", do_fork, 2},
    {"groups", do_groups, 1},
    /* beside.c */
    {"shm-create", do_shm_create, 1},
    {"shm-find", do_shm_find, 1},
    {"shm-remove", do_shm_remove, 1},
    {"uts", do_uts, 0},
    {"detach", do_detach, 1},
    {"share", do_share, 1},
    {"as", do_as, 3},
    {"pty", do_pty, 3},
    {"host", do_host, 3},
    /* sealed.c */
    {"guest", do_guest, 2},
    {"show", do_show, 2},
    {"among", do_among, 2},
    /* roots.c */
    {"reach", do_reach, 4},
    {"mounts", do_mounts, 2},
    /* serve.c */
    {"serve", do_serve, 2},
    {"serving", do_serving, 3},
    {"outside", do_outside, 2},
    {"reached", do_serving, 3},
    /* ask.c */
    {"ask", do_ask, 5},
    {"ping", do_ping, 2},
    {"dns", do_dns, 3},
};

/* Whether it stays as long as the pretend host does. */
static int lasts(const char *name) {
  static const char *const names[] = {"host", "outside", "reached", "guest"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0) return 1;
  return 0;
}

/* Caught, because a PID 1 is not ended by a signal that it does not catch. */
static void expire(int number) { _exit(128 + number); }

static int run_subcommand(int argc, char **argv) {
  for (size_t i = 0; argc > 1 && i < sizeof subcommands / sizeof *subcommands; i++) {
    if (strcmp(argv[1], subcommands[i].name) != 0 || argc - 2 < subcommands[i].arguments) continue;
    if (!lasts(argv[1])) alarm(LIFETIME);
    return subcommands[i].run(argv + 2);
  }
  fputs("probe: run by the checks of mydocker; see checks/probe/probe.c\n", stderr);
  return MISUSE;
}

/* among NAMESPACE SUBCOMMAND...: runs one of these among the mounts of somebody else. */
static int do_among(char **argv) {
  int code = enter_mounts(argv[0]), argc = 1;
  while (argv[argc]) argc++;
  return code != 0 ? code : run_subcommand(argc, argv);
}

int main(int argc, char **argv) {
  self = argv[0];
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  signal(SIGALRM, expire);
  return run_subcommand(argc, argv);
}
