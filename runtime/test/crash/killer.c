/*
 * Runs a command, and kills one process that it starts just before one of its system calls: what
 * strace(1) cannot do, which injects into all processes alike or only into those that it can name.
 *
 *   killer NAME N FILE COMMAND ARGUMENT…
 *
 * NAME is the process's own (/proc/PID/comm) when it starts: "monitor", "log". It stays the same
 * process when it executes another program. Calls count that change something which outlives it, in
 * its main thread only. N is the call before which it dies, or 0: then they are counted. FILE gets
 * how many there were. Exit code: the command's.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOLLOW = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC };

static const unsigned long changing[] = {
    SYS_mkdirat, SYS_unlinkat, SYS_renameat2, SYS_linkat, SYS_symlinkat, SYS_mknodat, SYS_ftruncate,
    SYS_fsync, SYS_fdatasync, SYS_write, SYS_pwrite64, SYS_writev, SYS_mount, SYS_umount2, SYS_fchmod,
    SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_utimensat, SYS_kill,
    SYS_clone, SYS_clone3, SYS_copy_file_range, SYS_sendfile, SYS_splice, SYS_bind, SYS_sendto,
    SYS_sendmsg, SYS_execve, SYS_execveat, SYS_pidfd_send_signal,
#ifdef SYS_rename
    SYS_mkdir, SYS_rmdir, SYS_unlink, SYS_rename, SYS_renameat, SYS_link, SYS_symlink, SYS_mknod,
    SYS_chmod, SYS_chown, SYS_lchown, SYS_fork, SYS_vfork,
#endif
};

static const char *name;
static pid_t command, target;
static long when, count;

static bool changes(const struct __ptrace_syscall_info *info) {
  const unsigned long number = info->entry.nr;
  if (number == SYS_openat) return info->entry.args[2] & (O_CREAT | O_TRUNC);
#ifdef SYS_open
  if (number == SYS_open) return info->entry.args[1] & (O_CREAT | O_TRUNC);
#endif
  for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
    if (changing[i] == number) return true;
  return false;
}

static bool has_name(pid_t pid) {
  char path[32], comm[32] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  FILE *file = fopen(path, "re");
  if (!file) return false;
  bool found = fgets(comm, sizeof comm, file) && strcspn(comm, "\n") == strlen(name) &&
               strncmp(comm, name, strlen(name)) == 0;
  fclose(file);
  return found;
}

/* At the entry of a call; returns whether it was killed. */
static bool dies_at(pid_t pid) {
  struct __ptrace_syscall_info info;
  ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
  if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return false;
  if (!target && has_name(pid)) target = pid;
  if (pid != target || !changes(&info) || ++count != when) return false;
  kill(pid, SIGKILL);
  return true;
}

static bool is_thread(pid_t pid) {
  char path[48];
  snprintf(path, sizeof path, "/proc/%d/task/%d", command, pid);
  return pid != command && access(path, F_OK) == 0;
}

/* Until the target is found, all processes are followed that the command starts; then it alone. */
static void go_on(pid_t pid, int signal) {
  bool followed = pid == target || pid == command || (!target && !is_thread(pid));
  if (!followed) ptrace(PTRACE_DETACH, pid, 0L, (long)signal);
  else ptrace(pid == command ? PTRACE_CONT : PTRACE_SYSCALL, pid, 0L, (long)signal);
}

static void stopped(pid_t pid, int status) {
  int signal = WSTOPSIG(status), event = status >> 16;
  if (signal == (SIGTRAP | 0x80)) {
    if (!dies_at(pid)) go_on(pid, 0);
  } else if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) {
    ptrace(PTRACE_LISTEN, pid, 0L, 0L);
  } else {
    go_on(pid, event ? 0 : signal);
  }
}

static void start(char **argv) {
  command = fork();
  if (command == 0) {
    raise(SIGSTOP);
    execv(argv[0], argv);
    _exit(127);
  }
  int status;
  waitpid(command, &status, WUNTRACED);
  if (ptrace(PTRACE_SEIZE, command, 0L, (long)FOLLOW) < 0) exit(125);
  kill(command, SIGCONT);
}

static int follow(void) {
  int code = 125, status;
  bool ended = false;
  pid_t pid;
  while ((pid = waitpid(-1, &status, __WALL)) > 0) {
    if (WIFSTOPPED(status)) stopped(pid, status);
    else if (pid == command) {
      code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
      ended = true;
    } else if (pid == target) target = -1;
    if (ended && target <= 0) break;
  }
  return code;
}

int main(int argc, char **argv) {
  if (argc < 5) return 125;
  name = argv[1];
  when = atol(argv[2]);
  start(argv + 4);
  int code = follow();
  FILE *file = fopen(argv[3], "we");
  fprintf(file, "%ld\n", count);
  return fclose(file) == 0 ? code : 125;
}
