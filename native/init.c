/*
 * init: the first process of a container, until it becomes the container's command.
 *
 *   init plan report [NAME…]
 *
 * Its descriptors from 3 on go by its arguments: 3 is where the plan arrives, 4 where reports go,
 * and the rest are the plan's to use. It lets go of all else that it inherited, and carries out the
 * plan. If that clones, it stays behind as the child's reaper (`--init`).
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plan.h"
#include "slots.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

enum { FIRST = 3 };    /* the first descriptor that has a name */
enum { SIGNALS = 64 }; /* as the kernel counts them, from 1 on */

/* ---- Letting go ---- */

/* Handlers did not outlive the exec, but what is ignored (Node ignores SIGPIPE) or blocked does.
 * Made by number, since libc keeps signals 32 and 33 for itself; and zero is SIG_DFL. */
static void reset_signals(void) {
  const uint64_t none = 0, by_default[4] = {0};
  for (int number = 1; number <= SIGNALS; number++)
    syscall(SYS_rt_sigaction, number, by_default, NULL, sizeof none);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
}

/* Inheritable capabilities brought ours through the exec (clone.cc, KeepCapabilities); they are not
 * the command's to have (CVE-2022-24769). Ambient ones go with them. */
static void drop_inheritable(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2];
  if (syscall(SYS_capget, &header, sets) < 0) return;
  sets[0].inheritable = sets[1].inheritable = 0;
  syscall(SYS_capset, &header, sets);
}

/* What readdir(3) reads. */
struct entry {
  uint64_t inode, offset;
  unsigned short size;
  unsigned char type;
  char name[];
};

/* The number that a name is, or -1. */
static int number_of(const char *name) {
  int number = 0;
  for (; *name; name++) {
    if (*name < '0' || *name > '9') return -1;
    number = 10 * number + (*name - '0');
  }
  return number;
}

/* Without close_range(2), which is of Linux 5.9, /proc tells what is open. */
static bool close_listed(int first) {
  _Alignas(struct entry) char entries[4096];
  int list = syscall(SYS_openat, AT_FDCWD, "/proc/self/fd", O_RDONLY | O_DIRECTORY);
  if (list < 0) return false;
  long size;
  while ((size = syscall(SYS_getdents64, list, entries, sizeof entries)) > 0)
    for (long at = 0; at < size; at += ((struct entry *)(entries + at))->size) {
      int fd = number_of(((struct entry *)(entries + at))->name);
      if (fd >= first && fd != list) close(fd);
    }
  close(list);
  return size == 0;
}

static bool close_from(int first) {
  return syscall(SYS_close_range, first, ~0U, 0) == 0 || close_listed(first);
}

int main(int argc, char **argv) {
  if (argc < 3 || strcmp(argv[1], "plan") != 0 || strcmp(argv[2], "report") != 0) return FAILED;
  syscall(SYS_prctl, PR_SET_NAME, argv[0]); /* which execveat(2) leaves as a descriptor's number */
  reset_signals();
  drop_inheritable();
  if (!close_from(FIRST + argc - 1)) return FAILED;
  for (int i = 1; i < argc; i++) {
    if (!is_slot(argv[i]) || !can_keep(argv[i])) return FAILED;
    keep(argv[i], FIRST + i - 1);
  }
  run_plan();
}

/* ---- Staying behind ---- */

static int exit_code(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Collects the dead, orphans too, and ends when the child is among them. */
static void collect(pid_t child) {
  int status;
  pid_t dead;
  while ((dead = syscall(SYS_wait4, -1, &status, WNOHANG, NULL)) > 0)
    if (dead == child) _exit(exit_code(status));
}

/* A terminal's signals go to all of its foreground processes, so to the child too. Only of its end
 * (SIGHUP) one alone is told, the session's leader, which we may be. */
static bool is_for_child(const siginfo_t *info) {
  if (info->si_signo == SIGCHLD) return false;
  return info->si_code != SI_KERNEL || info->si_signo == SIGHUP;
}

void reap(pid_t child) {
  const uint64_t all = ~UINT64_C(0);
  drop_all(); /* as long as a report could come, the parent listens */
  for (;;) {
    collect(child);
    siginfo_t info;
    long number = syscall(SYS_rt_sigtimedwait, &all, &info, NULL, sizeof all);
    if (number > 0 && is_for_child(&info)) kill(child, number);
  }
}
