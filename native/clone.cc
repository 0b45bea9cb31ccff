// clone: a child in new namespaces, which at once executes a sealed copy of init.
//
// Only one thread survives a clone, so no JavaScript can run in the child; only a handful of
// async-signal-safe calls do, before the exec. It borrows Node's memory until then, as after
// vfork(2), since a copy of Node's page tables would cost a millisecond.

#include "addon.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <vector>

// Headers may be older than the kernel. Since Linux 5.1 a new call has one number everywhere.
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ULL
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

namespace {

// A copy of init in memory, sealed: no file of the machine is ever /proc/self/exe in a container, so
// none can be overwritten from there (CVE-2019-5736). One copy serves all containers.
int SealedCopy(Napi::Env env, const std::string& path) {
  static std::string copied;
  static int copy = -1;
  if (copied == path) return copy;

  Descriptor file(Check(env, "open", open(path.c_str(), O_RDONLY | O_CLOEXEC)));
  struct stat status;
  Check(env, "fstat", fstat(file.fd, &status));
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int fd = memfd_create("init", flags | MFD_EXEC);
  if (fd < 0 && errno == EINVAL) fd = memfd_create("init", flags);  // before Linux 6.3
  Descriptor memory(Check(env, "memfd_create", fd));
  for (off_t at = 0; at < status.st_size;) {
    long sent = Check(env, "sendfile", sendfile(memory.fd, file.fd, &at, status.st_size - at));
    if (sent == 0) Fail(env, "sendfile", EIO);  // it became shorter meanwhile
  }
  int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  Check(env, "fcntl", fcntl(memory.fd, F_ADD_SEALS, seals));

  if (copy >= 0) close(copy);
  copied = path;
  return copy = memory.Release();
}

// All that the child needs, made before it is.
struct Child {
  std::vector<int> descriptors;  // what become 0, 1, 2, 3, …
  std::vector<std::string> words;
  std::vector<char*> argv;
  int executable = -1;
  int group = -1;           // the directory of a cgroup, where clone could not put the child into it
  bool own_groups = false;  // whether it then gets a cgroup namespace, too
  bool new_user = false;
  const char* failed = nullptr;  // the call that did, for the parent to read
  int error = 0;
};

// The child has all capabilities in a user namespace of its own; since it is not mapped yet, the exec
// would take them away. Ambient ones stay (capabilities(7)), and must be inheritable for that.
void KeepCapabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2];
  if (syscall(SYS_capget, &header, sets) < 0) return;
  for (auto& set : sets) set.inheritable = set.permitted;
  if (syscall(SYS_capset, &header, sets) < 0) return;
  for (int capability = 0; capability < 64; capability++) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
  }
}

// First copies all of them above the targets, so that no dup2 closes what is still needed.
bool PlaceDescriptors(Child* child) {
  int targets = static_cast<int>(child->descriptors.size());
  child->executable = fcntl(child->executable, F_DUPFD_CLOEXEC, targets);
  if (child->executable < 0) return false;
  for (int& fd : child->descriptors) {
    fd = fcntl(fd, F_DUPFD_CLOEXEC, targets);
    if (fd < 0) return false;
  }
  for (int target = 0; target < targets; target++) {
    if (dup2(child->descriptors[target], target) < 0) return false;
  }
  return true;
}

// Joins a cgroup from inside: `0` means the writer, whatever its pid is elsewhere. The group is the
// root of a cgroup namespace that is made in it.
bool JoinGroup(Child* child) {
  child->failed = "openat";
  int file = openat(child->group, "cgroup.procs", O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  child->failed = "write";
  if (write(file, "0", 1) != 1) return false;
  child->failed = "unshare";
  return !child->own_groups || unshare(CLONE_NEWCGROUP) == 0;
}

// Returns only when one of its calls has failed.
void Execute(Child* child) {
  if (child->group >= 0 && !JoinGroup(child)) return;
  child->failed = "dup2";
  if (!PlaceDescriptors(child)) return;
  char* environment[] = {nullptr};
  child->failed = "execveat";
  syscall(SYS_execveat, child->executable, "", child->argv.data(), environment, AT_EMPTY_PATH);
}

// The child. It runs in the parent's memory, with all signals blocked, while the parent waits: only
// async-signal-safe calls from here on. What else it inherits, init lets go of.
int RunChild(void* argument) {
  auto* child = static_cast<Child*>(argument);
  if (child->new_user) KeepCapabilities();
  Execute(child);
  child->error = errno;
  _exit(1);
}

// clone3(2)'s arguments, as of Linux 5.7; older kernels want what they do not know to be 0.
struct CloneArgs {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
      set_tid_size, cgroup;
};

// clone3(2) with a stack of the child's own, on which it calls run(argument). libc's syscall() does
// not do: the child would return from it, and so take apart the frames that its parent still needs.
long Clone3(const CloneArgs& args, int (*run)(void*), void* argument) {
#if defined(__x86_64__)
  long result = SYS_clone3;
  asm volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "mov %[argument], %%rdi\n\t"
      "call *%[run]\n\t"
      "hlt\n"
      "1:"
      : "+a"(result)
      : "D"(&args), "S"(sizeof args), [run] "r"(run), [argument] "r"(argument)
      : "rcx", "r11", "cc", "memory");
#elif defined(__aarch64__)
  register long number asm("x8") = SYS_clone3;
  register long result asm("x0") = reinterpret_cast<long>(&args);
  register long size asm("x1") = sizeof args;
  asm volatile(
      "svc #0\n\t"
      "cbnz x0, 1f\n\t"
      "mov x0, %[argument]\n\t"
      "blr %[run]\n\t"
      "brk #0\n"
      "1:"
      : "+r"(result)
      : "r"(number), "r"(size), [run] "r"(run), [argument] "r"(argument)
      : "x30", "cc", "memory");
#else
#error "clone3 is written for x86-64 and arm64 only"
#endif
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}

// Whether clone3 says that it does not know what it was asked: docker's older seccomp filters do not
// know clone3 at all (ENOSYS), Linux before 5.7 neither the field for a cgroup (E2BIG) nor its flag
// (EINVAL). The older clone does all but the cgroup, which the child can join by itself.
bool IsOld(int error) { return error == ENOSYS || error == E2BIG || error == EINVAL; }

// The parent waits for the child's exec or end, and can then read what the child wrote.
long CloneChild(uint64_t flags, int cgroup, Child* child, int* pidfd) {
  alignas(16) char stack[64 * 1024];
  CloneArgs args = {};
  args.flags = flags | CLONE_VM | CLONE_VFORK | CLONE_PIDFD;
  args.pidfd = reinterpret_cast<uintptr_t>(pidfd);
  args.exit_signal = SIGCHLD;
  args.stack = reinterpret_cast<uintptr_t>(stack);
  args.stack_size = sizeof stack;
  if (cgroup >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = cgroup;
  }
  long pid = Clone3(args, RunChild, child);
  if (pid >= 0 || !IsOld(errno)) return pid;
  uint64_t without = CLONE_INTO_CGROUP;
  if (cgroup >= 0) {
    child->group = cgroup;
    child->own_groups = (flags & CLONE_NEWCGROUP) != 0;
    without |= CLONE_NEWCGROUP;  // from another namespace the group could not be seen
  }
  int older = static_cast<int>((args.flags & ~without) | SIGCHLD);
  return clone(RunChild, stack + sizeof stack, older, child, pidfd);
}

// No handler of Node's may run in the child, which has its memory. By number, because libc would
// leave out the two signals that it keeps for itself.
struct SignalsBlocked {
  uint64_t before = 0;
  SignalsBlocked() {
    const uint64_t all = ~uint64_t{0};
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
  }
  ~SignalsBlocked() { syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, nullptr, sizeof before); }
};

void AddDescriptors(const Value& list, std::vector<int>* descriptors) {
  auto array = list.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); i++) descriptors->push_back(Int(array.Get(i)));
}

}  // namespace

// clone(init, flags, cgroup, stdio, keep, argv)
Value Clone(const CallbackInfo& info) {
  Child child;
  child.executable = SealedCopy(info.Env(), Text(info[0]));
  auto flags = static_cast<uint64_t>(Long(info[1]));
  child.new_user = (flags & CLONE_NEWUSER) != 0;
  AddDescriptors(info[3], &child.descriptors);
  AddDescriptors(info[4], &child.descriptors);
  auto argv = info[5].As<Napi::Array>();
  for (uint32_t i = 0; i < argv.Length(); i++) child.words.push_back(Text(argv.Get(i)));
  for (auto& word : child.words) child.argv.push_back(word.data());
  child.argv.push_back(nullptr);
  int cgroup = Int(info[2]);

  int pidfd = -1;
  long pid;
  {
    SignalsBlocked blocked;
    pid = CloneChild(flags, cgroup, &child, &pidfd);
  }
  Check(info.Env(), "clone", pid);
  if (child.error != 0) {
    waitpid(static_cast<pid_t>(pid), nullptr, 0);
    close(pidfd);
    Fail(info.Env(), child.failed, child.error);
  }
  auto made = Napi::Object::New(info.Env());
  made.Set("pid", static_cast<double>(pid));
  made.Set("pidfd", static_cast<double>(pidfd));
  return made;
}
