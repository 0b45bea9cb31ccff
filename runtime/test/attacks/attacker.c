/*
 * The system calls of attacks, made from inside a container:
 *
 *   attacker NAME
 *
 * prints "done", or why the kernel refused. None of them harms the machine when it is not refused:
 * arguments are such that the kernel, having let the call pass, does nothing lasting.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifdef MAP_32BIT
#define LOW MAP_32BIT /* a program of 32 bits sees no more */
#else
#define LOW 0
#endif

/* A file of the root's own file system by its handle, whatever is mounted and wherever the root is. */
static long by_handle(void) {
  union {
    struct file_handle handle;
    char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
  } u = {.handle.handle_bytes = MAX_HANDLE_SZ};
  int mount;
  if (name_to_handle_at(AT_FDCWD, "/etc", &u.handle, &mount, 0) < 0) return -1;
  int base = open("/etc", O_RDONLY);
  return open_by_handle_at(base, &u.handle, O_RDONLY);
}

static long load_program(void) {
  struct bpf_insn program[] = {{.code = 0xb7}, {.code = 0x95}};
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
  attributes.insn_cnt = 2;
  attributes.insns = (uintptr_t)program;
  attributes.license = (uintptr_t)"MIT";
  return syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes);
}

static long watch_machine(void) {
  struct perf_event_attr attributes = {
      .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_CPU_CLOCK};
  return syscall(SYS_perf_event_open, &attributes, -1, 0, -1, 0);
}

/* clone3(2) with a user namespace, whose flags no filter can see. */
static long clone3_user(void) {
  uint64_t args[8] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  long child = syscall(SYS_clone3, args, sizeof args);
  if (child == 0) _exit(0);
  return child;
}

static long clone_user(void) {
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  return child;
}

static long user_then_mount(void) {
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) return -1;
  return mount("none", "/tmp", "tmpfs", 0, NULL);
}

/* The way of 32-bit programs: their own numbers, and all of sockets in one call. */
static long old_calls(long number, long a, long b) {
#if defined(__x86_64__)
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b) : "memory");
  if (result >= 0) return result;
  errno = -result;
  return -1;
#else
  (void)number, (void)a, (void)b;
  return errno = ENOSYS, -1;
#endif
}

static long old_algorithm_socket(void) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | LOW;
  uint32_t *args = mmap(NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (args == MAP_FAILED) return -1;
  args[0] = AF_ALG, args[1] = SOCK_SEQPACKET, args[2] = 0;
  return old_calls(102, 1, (long)args);
}

static long ring(void) {
  char parameters[120] = {0};
  return syscall(SYS_io_uring_setup, 1, parameters);
}

/* Reads a device of the machine through a node of one's own making. */
static long read_node(mode_t kind, int major, int minor) {
  const char *path = "/tmp/node";
  unlink(path);
  if (mknod(path, kind | 0600, makedev(major, minor)) < 0) return -1;
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  int error = errno;
  unlink(path);
  return errno = error, fd;
}

static long join_itself(void) {
  int fd = open("/proc/self/ns/uts", O_RDONLY);
  return fd < 0 ? -1 : setns(fd, CLONE_NEWUTS);
}

/* Of a call without lasting effect: what the kernel says of arguments that make no sense. */
static long senseless(long number, long a, long b) {
  return syscall(number, a, b, 0L, 0L) < 0 && errno != EPERM ? 0 : -1;
}

#define ATTEMPTS(TRY)                                                                     \
  TRY("an algorithm socket", socket(AF_ALG, SOCK_SEQPACKET, 0))                           \
  TRY("an algorithm socket by way of 32 bits", old_algorithm_socket())                    \
  TRY("a socket to the hypervisor", socket(AF_VSOCK, SOCK_STREAM, 0))                     \
  TRY("the session's keys", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1)) \
  TRY("a new kernel", senseless(SYS_kexec_load, 0, 99))                       \
  TRY("a program for the kernel", load_program())                                         \
  TRY("the machine's counters", watch_machine())                                          \
  TRY("faults of its own to handle", syscall(SYS_userfaultfd, 0))                         \
  TRY("a file by its handle", by_handle())                                                \
  TRY("a user namespace, then a mount", user_then_mount())                                \
  TRY("a user namespace by clone", clone_user())                                          \
  TRY("a user namespace by clone3", clone3_user())                                        \
  TRY("a namespace to join", join_itself())                                               \
  TRY("a mount", mount("none", "/tmp", "tmpfs", 0, NULL))                                 \
  TRY("/proc/sys to write to", mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND, NULL)) \
  TRY("the kernel's log", syscall(SYS_syslog, 10, NULL, 0))                               \
  TRY("a ring of calls", ring())                                                          \
  TRY("a device of the machine", read_node(S_IFCHR, 10, 229))                             \
  TRY("a disk", read_node(S_IFBLK, 7, 0))

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "";
#define TRY(title, attempt)                                         \
  if (strcmp(name, title) == 0) {                                   \
    errno = 0;                                                      \
    puts((attempt) < 0 ? strerror(errno) : "done");                 \
    return 0;                                                       \
  }
  ATTEMPTS(TRY)
  return 2;
}
