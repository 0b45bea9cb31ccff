/*
 * The table of system calls: name, signature, and the call itself.
 *
 * Arguments are in the order of the manual pages. Left out is a length that the string or the bytes
 * before it know themselves, and of fstat(2) and fstatfs(2) the answer is an argument: what the
 * descriptor must be. What arm64 has no number for is made as its cousin with a directory.
 */
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "slots.h"

/* Headers may be older than the kernel. Since Linux 5.1 a new call has one number everywhere. */
#ifndef SYS_open_tree
#define SYS_open_tree 428
#define SYS_move_mount 429
#define SYS_fsopen 430
#define SYS_fsconfig 431
#define SYS_fsmount 432
#endif
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ULL
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

/* The child goes on where its caller is, as after fork(2). Since the caller becomes its reaper, it
 * must hear of the child's end. */
static long clone_here(unsigned long flags) {
  return syscall(SYS_clone, (flags & ~0xffUL) | SIGCHLD, 0L, 0L, 0L, 0L);
}

/* clone3(2), of which a plan says the flags and the control group to be born in. */
static long clone_into(unsigned long flags, long group) {
  uint64_t args[11] = {flags & ~0xffUL, [4] = SIGCHLD, [10] = group};
  args[0] |= CLONE_INTO_CGROUP;
  return syscall(SYS_clone3, args, sizeof args);
}

/* dup2(2) by way of dup3(2), which refuses what dup2 does not mind. */
static long dup_to(long from, long to) {
  if (from != to) return syscall(SYS_dup3, from, to, 0L);
  return syscall(SYS_fcntl, from, F_GETFD) < 0 ? -1 : to;
}

/* Its number may be another file's next. */
static long close_kept(int fd) {
  forget(fd);
  return close(fd);
}

/* The kernel takes the size of these from their type, so a shorter buffer would be read beyond. */
static long set_capabilities(void *header, size_t header_size, void *sets, size_t sets_size) {
  if (header_size != 8 || sets_size != 24) return errno = EINVAL, -1;
  return syscall(SYS_capset, header, sets);
}

static long set_limit(long resource, void *limit, size_t size) {
  if (size != 16) return errno = EINVAL, -1;
  return syscall(SYS_prlimit64, 0, resource, limit, NULL);
}

/* These two ask for something, where all else does something; a plan has no conditions, so what was
 * not expected is an error. */
static long is_filesystem(long fd, long magic) {
  struct statfs found;
  if (syscall(SYS_fstatfs, fd, &found) < 0) return -1;
  return found.f_type == magic ? 0 : (errno = EXDEV, -1);
}

static long is_device(long fd, long kind, unsigned long device) {
  struct stat found;
  if (syscall(SYS_fstat, fd, &found) < 0) return -1;
  bool same = (found.st_mode & S_IFMT) == kind && found.st_rdev == device;
  return same ? 0 : (errno = ENODEV, -1);
}

static long sleep_for(void *time, size_t size) {
  if (size != sizeof(struct timespec)) return errno = EINVAL, -1;
  return syscall(SYS_nanosleep, time, NULL);
}

/* A filter that is cut off would be another one. */
static long set_filter(long operation, long flags, void *filter, size_t size) {
  if (size % sizeof(struct sock_filter) != 0) return errno = EINVAL, -1;
  if (size / sizeof(struct sock_filter) > USHRT_MAX) return errno = EINVAL, -1;
  struct sock_fprog program = {.len = size / sizeof(struct sock_filter), .filter = filter};
  return syscall(SYS_seccomp, operation, flags, &program);
}

#define I(n) (a[n].number)
#define S(n) ((char *)a[n].data)
#define V(n) ((char **)a[n].data)
#define B(n) (a[n].data)
#define SIZE(n) (a[n].size)
#define X(n) (a[n].data ? (long)a[n].data : a[n].number)
#define SYS(name, ...) syscall(SYS_##name, __VA_ARGS__)

/* clang-format off */
#define CALLS(CALL)                                                                               \
  CALL(capset,        "bb",    set_capabilities(B(0), SIZE(0), B(1), SIZE(1)))                    \
  CALL(chdir,         "s",     SYS(chdir, S(0)))                                                  \
  CALL(chmod,         "si",    SYS(fchmodat, AT_FDCWD, S(0), I(1)))                               \
  CALL(chown,         "sii",   SYS(fchownat, AT_FDCWD, S(0), I(1), I(2), 0L))                     \
  CALL(chroot,        "s",     SYS(chroot, S(0)))                                                 \
  CALL(clone,         "i",     clone_here(I(0)))                                                  \
  CALL(clone3,        "id",    clone_into(I(0), I(1)))                                            \
  CALL(close,         "d",     close_kept(I(0)))                                                  \
  CALL(dup,           "d",     SYS(dup, I(0)))                                                    \
  CALL(dup2,          "di",    dup_to(I(0), I(1)))                                                \
  CALL(execve,        "svv",   SYS(execve, S(0), V(1), V(2)))                                     \
  CALL(fchdir,        "d",     SYS(fchdir, I(0)))                                                 \
  CALL(fchmod,        "di",    SYS(fchmod, I(0), I(1)))                                           \
  CALL(fchmodat,      "dsi",   SYS(fchmodat, I(0), S(1), I(2)))                                   \
  CALL(fchown,        "dii",   SYS(fchown, I(0), I(1), I(2)))                                     \
  CALL(fchownat,      "dsiii", SYS(fchownat, I(0), S(1), I(2), I(3), I(4)))                       \
  CALL(fsconfig,      "diSSi", SYS(fsconfig, I(0), I(1), S(2), S(3), I(4)))                       \
  CALL(fsmount,       "dii",   SYS(fsmount, I(0), I(1), I(2)))                                    \
  CALL(fsopen,        "si",    SYS(fsopen, S(0), I(1)))                                           \
  CALL(fstat,         "dii",   is_device(I(0), I(1), I(2)))                                       \
  CALL(fstatfs,       "di",    is_filesystem(I(0), I(1)))                                         \
  CALL(ioctl,         "dix",   SYS(ioctl, I(0), I(1), X(2)))                                      \
  CALL(keyctl,        "iiiii", SYS(keyctl, I(0), I(1), I(2), I(3), I(4)))                         \
  CALL(lchown,        "sii",   SYS(fchownat, AT_FDCWD, S(0), I(1), I(2), AT_SYMLINK_NOFOLLOW))    \
  CALL(mkdir,         "si",    SYS(mkdirat, AT_FDCWD, S(0), I(1)))                                \
  CALL(mkdirat,       "dsi",   SYS(mkdirat, I(0), S(1), I(2)))                                    \
  CALL(mknod,         "sii",   SYS(mknodat, AT_FDCWD, S(0), I(1), I(2)))                          \
  CALL(mknodat,       "dsii",  SYS(mknodat, I(0), S(1), I(2), I(3)))                              \
  CALL(mount,         "SsSiS", SYS(mount, S(0), S(1), S(2), I(3), S(4)))                          \
  CALL(mount_setattr, "dsib",  SYS(mount_setattr, I(0), S(1), I(2), B(3), SIZE(3)))               \
  CALL(move_mount,    "dsdsi", SYS(move_mount, I(0), S(1), I(2), S(3), I(4)))                     \
  CALL(nanosleep,     "b",     sleep_for(B(0), SIZE(0)))                                          \
  CALL(open,          "sii",   SYS(openat, AT_FDCWD, S(0), I(1), I(2)))                           \
  CALL(open_tree,     "dsi",   SYS(open_tree, I(0), S(1), I(2)))                                  \
  CALL(openat,        "dsii",  SYS(openat, I(0), S(1), I(2), I(3)))                               \
  CALL(openat2,       "dsb",   SYS(openat2, I(0), S(1), B(2), SIZE(2)))                           \
  CALL(pivot_root,    "ss",    SYS(pivot_root, S(0), S(1)))                                       \
  CALL(prctl,         "iiiii", SYS(prctl, I(0), I(1), I(2), I(3), I(4)))                          \
  CALL(seccomp,       "iib",   set_filter(I(0), I(1), B(2), SIZE(2)))                             \
  CALL(setdomainname, "s",     SYS(setdomainname, S(0), strlen(S(0))))                            \
  CALL(setgroups,     "b",     SYS(setgroups, SIZE(0) / sizeof(gid_t), B(0)))                     \
  CALL(sethostname,   "s",     SYS(sethostname, S(0), strlen(S(0))))                              \
  CALL(setns,         "di",    SYS(setns, I(0), I(1)))                                            \
  CALL(setresgid,     "iii",   SYS(setresgid, I(0), I(1), I(2)))                                  \
  CALL(setresuid,     "iii",   SYS(setresuid, I(0), I(1), I(2)))                                  \
  CALL(setrlimit,     "ib",    set_limit(I(0), B(1), SIZE(1)))                                    \
  CALL(setsid,        "",      SYS(setsid, 0L))                                                   \
  CALL(socket,        "iii",   SYS(socket, I(0), I(1), I(2)))                                     \
  CALL(symlink,       "ss",    SYS(symlinkat, S(0), AT_FDCWD, S(1)))                              \
  CALL(symlinkat,     "sds",   SYS(symlinkat, S(0), I(1), S(2)))                                  \
  CALL(umask,         "i",     SYS(umask, I(0)))                                                  \
  CALL(umount2,       "si",    SYS(umount2, S(0), I(1)))                                          \
  CALL(unlink,        "s",     SYS(unlinkat, AT_FDCWD, S(0), 0L))                                 \
  CALL(unshare,       "i",     SYS(unshare, I(0)))                                                \
  CALL(write,         "db",    SYS(write, I(0), B(1), SIZE(1)))
/* clang-format on */

#define FUNCTION(name, signature, expression) \
  static long call_##name(const struct arg *a) { (void)a; return expression; }
CALLS(FUNCTION)

#define ROW(name, signature, expression) {#name, signature, call_##name},
static const struct call table[] = {CALLS(ROW)};

const struct call *find_call(const char *name) {
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (strcmp(table[i].name, name) == 0) return &table[i];
  return NULL;
}
