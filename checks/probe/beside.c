/*
 * What the checks need beside a container and Node does not have: a terminal, the first process of
 * the pretend host, a look into other namespaces (by way of nsenter), repairs.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "probe.h"

/* shm-create KEY: a System V shared memory segment. */
int do_shm_create(char **argv) {
  return shmget(atoi(argv[0]), 4096, IPC_CREAT | IPC_EXCL | 0600) < 0 ? failed("shmget") : 0;
}

/* shm-find KEY: ends with 0 when it is there, else with 1. */
int do_shm_find(char **argv) { return shmget(atoi(argv[0]), 0, 0) < 0; }

/* shm-remove KEY */
int do_shm_remove(char **argv) {
  int id = shmget(atoi(argv[0]), 0, 0);
  return id < 0 || shmctl(id, IPC_RMID, NULL) < 0 ? failed("shmctl") : 0;
}

/* uts: prints the hostname. */
int do_uts(char **argv) {
  char name[HOST_NAME_MAX + 1];
  (void)argv;
  if (gethostname(name, sizeof name) < 0) return failed("gethostname");
  puts(name);
  return 0;
}

/* detach DIR...: unmounts the topmost mount of each, whoever still uses it. */
int do_detach(char **argv) {
  int result = 0;
  for (; *argv; argv++)
    if (umount2(*argv, MNT_DETACH) < 0) result = failed(*argv);
  return result;
}

/* share DIR: makes this mount and all beneath it shared again, also those that others cover. */
int do_share(char **argv) {
  return mount(NULL, argv[0], NULL, MS_REC | MS_SHARED, NULL) < 0 ? failed(argv[0]) : 0;
}

/* Hands every capability that it can on through execve, by way of the ambient set. */
static void keep_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct sets[2];
  syscall(SYS_capget, &header, sets);
  for (int i = 0; i < 2; i++) sets[i].effective = sets[i].inheritable = sets[i].permitted;
  syscall(SYS_capset, &header, sets);
  for (int cap = 0; cap <= CAP_LAST_CAP; cap++) prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
}

/* as UID GID COMMAND...: as somebody who is not root, but may do what we may (capabilities(7)). */
int do_as(char **argv) {
  uid_t uid = atoi(argv[0]);
  gid_t gid = atoi(argv[1]);
  prctl(PR_SET_KEEPCAPS, 1);
  if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0)
    return failed("setresuid");
  keep_capabilities();
  execvp(argv[2], argv + 2);
  return failed(argv[2]);
}

static volatile sig_atomic_t grow;
static void note(int number) { grow |= number == SIGUSR1; }

/* Lets these signals through only while we wait, so that none comes between look and wait. */
static sigset_t only_while_waiting(void) {
  sigset_t ours, rest;
  struct sigaction action = {.sa_handler = note};
  sigemptyset(&ours);
  sigaddset(&ours, SIGCHLD);
  sigaddset(&ours, SIGUSR1);
  sigprocmask(SIG_BLOCK, &ours, &rest);
  sigaction(SIGCHLD, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  return rest;
}

static pid_t spawn(char **argv, const sigset_t *signals, int terminal) {
  pid_t child = fork();
  if (child != 0) return child;
  sigprocmask(SIG_SETMASK, signals, NULL);
  if (terminal >= 0) login_tty(terminal);
  execvp(argv[0], argv);
  _exit(failed(argv[0]));
}

/* Reaps whoever has ended; -1, or the exit code of `child` when it is among them. */
static int reap(pid_t child) {
  int status, code = -1;
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
    if (pid == child) code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return code;
}

/* Who started the checks may have left descriptors open that are nobody's in here. */
static void close_above(int last) {
  if (syscall(SYS_close_range, last + 1, ~0U, 0) == 0) return;
  for (int fd = last + 1; fd < 4096; fd++) close(fd); /* Linux before 5.9 */
}

/*
 * host LIFELINE LAST COMMAND...: PID 1 of the pretend host. Reaps the orphans, and ends, and with
 * it everything here, when the command ends or when nobody holds the other end of the descriptor
 * LIFELINE any more. Of what else is open, the command gets the descriptors up to LAST.
 */
int do_host(char **argv) {
  struct pollfd lifeline = {.fd = atoi(argv[0])};
  sigset_t signals = only_while_waiting();
  close_above(atoi(argv[1]));
  fcntl(lifeline.fd, F_SETFD, FD_CLOEXEC);
  pid_t child = spawn(argv + 2, &signals, -1);
  close_above(lifeline.fd); /* what is the command's is nobody else's */
  for (int code;;) {
    if ((code = reap(child)) >= 0) return code;
    if (ppoll(&lifeline, 1, NULL, &signals) > 0) return FAILED;
  }
}

static ssize_t relay(int from, int to) {
  char buffer[4096];
  ssize_t n = read(from, buffer, sizeof buffer);
  for (ssize_t done = 0, m; done < n; done += m)
    if ((m = write(to, buffer + done, n - done)) < 0) return -1;
  return n;
}

static void grow_window(int terminal) {
  struct winsize size;
  grow = 0;
  ioctl(terminal, TIOCGWINSZ, &size);
  size.ws_row++;
  size.ws_col++;
  ioctl(terminal, TIOCSWINSZ, &size);
}

/* Carries bytes both ways until the command has ended; returns its exit code. */
static int relay_terminal(int master, pid_t child, const sigset_t *signals) {
  struct pollfd ends[] = {{.fd = master, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  for (int code = -1;;) {
    if (code < 0) code = reap(child);
    if (grow) grow_window(master);
    int ready = ppoll(ends, 2, code < 0 ? NULL : &(struct timespec){0}, signals);
    if (ready > 0 && ends[0].revents) relay(master, 1);
    else if (ready > 0 && relay(0, master) <= 0) ends[1].fd = -1;
    else if (code >= 0 && ready <= 0) return code;
  }
}

/*
 * pty ROWS COLUMNS COMMAND...: runs it on a new terminal, which grows by a row and a column at
 * each SIGUSR1. Complains when the command leaves the terminal in another mode than it was.
 */
int do_pty(char **argv) {
  struct winsize size = {.ws_row = atoi(argv[0]), .ws_col = atoi(argv[1])};
  struct termios before, after;
  int master, slave;
  if (openpty(&master, &slave, NULL, NULL, &size) < 0) return failed("openpty");
  fcntl(master, F_SETFD, FD_CLOEXEC);
  tcgetattr(slave, &before);
  sigset_t signals = only_while_waiting();
  int code = relay_terminal(master, spawn(argv + 2, &signals, slave), &signals);
  tcgetattr(slave, &after);
  if (before.c_lflag != after.c_lflag || before.c_iflag != after.c_iflag ||
      before.c_oflag != after.c_oflag)
    fputs("probe: the terminal was left in another mode\n", stderr);
  return code;
}
