/*
 * The wall between the checks and a program that nobody vouches for. Both are root, in the same
 * kernel, so what keeps them apart is where they are (mount_namespaces(7)) and what the program
 * may not do (capabilities(7)).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probe.h"

/* Linux 5.9 and later; the headers of older ones do not name them. */
enum { CHECKPOINT_RESTORE = 40 };

/*
 * What a container's runtime does not need and somebody who wants to look at the checks' memory,
 * their descriptors, or the machine's disks does.
 */
static const int withheld[] = {
    CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH, CAP_SYS_MODULE, CAP_SYS_RAWIO,    CAP_SYS_BOOT,
    CAP_SYS_TIME,   CAP_MAC_OVERRIDE,    CAP_MAC_ADMIN,  CAP_AUDIT_CONTROL, CAP_AUDIT_READ,
    CAP_SYSLOG,     CHECKPOINT_RESTORE,
};

static void withhold_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct sets[2];
  syscall(SYS_capget, &header, sets);
  for (unsigned i = 0; i < sizeof withheld / sizeof *withheld; i++) {
    prctl(PR_CAPBSET_DROP, withheld[i], 0, 0, 0); /* EINVAL for one that this kernel lacks */
    __u32 bit = 1U << (withheld[i] % 32);
    sets[withheld[i] / 32].effective &= ~bit;
    sets[withheld[i] / 32].permitted &= ~bit;
    sets[withheld[i] / 32].inheritable &= ~bit;
  }
  syscall(SYS_capset, &header, sets);
}

int enter_mounts(const char *namespace) {
  int fd = open(namespace, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || setns(fd, CLONE_NEWNS) < 0) return failed(namespace);
  close(fd);
  return 0;
}

/* Linux 5.2 and later, as in linux/mount.h. */
enum { TREE_CLONE = 1, TREE_CLOEXEC = O_CLOEXEC, FROM_EMPTY_PATH = 4, TREE_RECURSIVE = 0x8000 };

/* show NAMESPACE PATH: what is mounted on PATH, mounted among the mounts of somebody else too. */
int do_show(char **argv) {
  int tree = syscall(SYS_open_tree, AT_FDCWD, argv[1], TREE_CLONE | TREE_CLOEXEC | TREE_RECURSIVE);
  if (tree < 0) return failed(argv[1]);
  int code = enter_mounts(argv[0]);
  if (code != 0) return code;
  if (syscall(SYS_move_mount, tree, "", AT_FDCWD, argv[1], FROM_EMPTY_PATH) < 0)
    return failed("move_mount");
  return 0;
}

/* The checks are the last that the kernel kills when memory runs out; the program is not. */
static void be_killed_first(void) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, "0", 1) < 0) failed("oom_score_adj");
  close(fd);
}

/* guest NAMESPACE COMMAND...: a program that is not trusted, among its own mounts. */
int do_guest(char **argv) {
  int code;
  be_killed_first();
  if ((code = enter_mounts(argv[0])) != 0) return code;
  withhold_capabilities();
  execvp(argv[1], argv + 1);
  return failed(argv[1]);
}
