/*
 * init: the first process of a container, until it becomes the container's command.
 *
 *   init plan report [NAME…]
 *   monitor plan report life [NAME…] -- …
 *
 * Its descriptors from 3 on go by its arguments: 3 is where the plan arrives, 4 where reports go,
 * and the rest are the plan's to use. It lets go of all else that it inherited, and carries out the
 * plan; but if it has `drain`, it only reads that to its end. If the plan clones, it stays behind as the child's reaper (`--init`), or, as long as it keeps
 * `life`, as the container's monitor (monitor.c). What follows `--` is the monitor's.
 */
#include <errno.h>
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

#include "descriptors.h"
#include "monitor.h"
#include "plan.h"
#include "slots.h"

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

/* ---- Reading for nobody ---- */

/* A terminal that nobody looks at is read all the same, or who writes to it would wait for ever.
 * It ends with EIO when the last one has closed its end. */
static _Noreturn void drain(int terminal) {
  char bytes[4096];
  syscall(SYS_setsid);
  syscall(SYS_fcntl, terminal, F_SETFL, 0L);
  while (read(terminal, bytes, sizeof bytes) > 0) continue;
  _exit(0);
}

int main(int argc, char **argv) {
  if (argc < 3 || strcmp(argv[1], "plan") != 0 || strcmp(argv[2], "report") != 0) return FAILED;
  syscall(SYS_prctl, PR_SET_NAME, argv[0]); /* which execveat(2) leaves as a descriptor's number */
  reset_signals();
  drop_inheritable();
  int names = 1;
  while (names < argc && strcmp(argv[names], "--") != 0) names++;
  if (names < argc && !configure_monitor(argv + names + 1)) return FAILED;
  if (!close_from(FIRST + names - 1)) return FAILED;
  for (int i = 1; i < names; i++) {
    if (!is_slot(argv[i]) || !can_keep(argv[i])) return FAILED;
    keep(argv[i], FIRST + i - 1);
  }
  if (kept("drain") >= 0) drain(kept("drain"));
  run_plan();
}

/* ---- Staying behind ---- */

static int exit_code(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Collects the dead, orphans too, and ends when the child is among them; or when it may not ask. */
static void collect(pid_t child, int options) {
  int status;
  pid_t dead;
  while ((dead = syscall(SYS_wait4, -1, &status, options, NULL)) > 0)
    if (dead == child) _exit(exit_code(status));
  if (dead < 0 && errno != EINTR) _exit(FAILED);
}

/* A terminal's signals go to all of its foreground processes, so to the child too. Only of its end
 * (SIGHUP) one alone is told, the session's leader, which we may be. */
static bool is_for_child(const siginfo_t *info) {
  if (info->si_signo == SIGCHLD) return false;
  return info->si_code != SI_KERNEL || info->si_signo == SIGHUP;
}

void reap(pid_t child) {
  if (kept("life") >= 0) monitor(child);
  const uint64_t all = ~UINT64_C(0);
  drop_all(); /* as long as a report could come, the parent listens */
  for (;;) {
    collect(child, WNOHANG);
    siginfo_t info;
    long number = syscall(SYS_rt_sigtimedwait, &all, &info, NULL, sizeof all);
    if (number > 0 && is_for_child(&info)) kill(child, number);
    if (number < 0 && errno != EINTR) collect(child, 0); /* a filter of the user's refuses it */
  }
}
