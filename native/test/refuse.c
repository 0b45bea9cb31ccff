/*
 * Loaded into a program, makes one system call answer with an errno, as a kernel would that does not
 * have the call or not all of it: REFUSE=NUMBER=ERRNO, for this thread and all that it starts.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((constructor)) static void refuse(void) {
  unsigned number, error;
  const char* what = getenv("REFUSE");
  if (!what || sscanf(what, "%u=%u", &number, &error) != 2) return;
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  unsetenv("LD_PRELOAD"); /* what it starts is under the filter anyway */
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0) return;
  perror("seccomp");
  _exit(70);
}
