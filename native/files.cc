// Descriptors, paths, and what hangs on them.

#include "addon.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <vector>

// Headers may be older than the kernel. Since Linux 5.1 a new call has one number everywhere.
#ifndef SYS_openat2
#define SYS_openat2 437
#endif

Value Pipe(const CallbackInfo& info) {
  int ends[2];
  Check(info.Env(), "pipe2", pipe2(ends, O_CLOEXEC));
  return Pair(info, ends[0], ends[1]);
}

void Flock(const CallbackInfo& info) {
  Check(info.Env(), "flock", flock(Int(info[0]), Int(info[1])));
}

// openat2(dirfd, path, flags, mode, resolve)
Value OpenAt2(const CallbackInfo& info) {
  std::string path = Text(info[1]);
  uint64_t how[3];
  for (int i = 0; i < 3; i++) how[i] = static_cast<uint64_t>(Long(info[2 + i]));
  long fd = syscall(SYS_openat2, Int(info[0]), path.c_str(), how, sizeof how);
  return Number(info, Check(info.Env(), "openat2", fd));
}

// mknod(path, mode, major, minor)
void Mknod(const CallbackInfo& info) {
  std::string path = Text(info[0]);
  dev_t device = makedev(Int(info[2]), Int(info[3]));
  Check(info.Env(), "mknod", mknod(path.c_str(), Int(info[1]), device));
}

// renameat2(olddirfd, oldpath, newdirfd, newpath, flags)
void RenameAt2(const CallbackInfo& info) {
  std::string from = Text(info[1]), to = Text(info[3]);
  long result = syscall(SYS_renameat2, Int(info[0]), from.c_str(), Int(info[2]), to.c_str(),
                        Int(info[4]));
  Check(info.Env(), "renameat2", result);
}

void Umount2(const CallbackInfo& info) {
  Check(info.Env(), "umount2", umount2(Text(info[0]).c_str(), Int(info[1])));
}

constexpr size_t kMostXattr = 64 * 1024;  // XATTR_SIZE_MAX and XATTR_LIST_MAX

// lgetxattr(path, name): the value
Value LgetXattr(const CallbackInfo& info) {
  std::vector<char> value(kMostXattr);
  std::string path = Text(info[0]), name = Text(info[1]);
  ssize_t size = lgetxattr(path.c_str(), name.c_str(), value.data(), value.size());
  return Copy(info, value.data(), Check(info.Env(), "lgetxattr", size));
}

// llistxattr(path): the names
Value LlistXattr(const CallbackInfo& info) {
  std::vector<char> list(kMostXattr);
  ssize_t size = llistxattr(Text(info[0]).c_str(), list.data(), list.size());
  Check(info.Env(), "llistxattr", size);
  auto names = Napi::Array::New(info.Env());
  uint32_t count = 0;
  for (const char* name = list.data(); name < list.data() + size; name += strlen(name) + 1) {
    names.Set(count++, name);
  }
  return names;
}

// lsetxattr(path, name, value)
void LsetXattr(const CallbackInfo& info) {
  std::string path = Text(info[0]), name = Text(info[1]);
  auto value = info[2].As<Bytes>();
  int result = lsetxattr(path.c_str(), name.c_str(), value.Data(), value.ByteLength(), 0);
  Check(info.Env(), "lsetxattr", result);
}

// unlocked(paths): of each file, whether nobody holds its lock (flock(2))
Value Unlocked(const CallbackInfo& info) {
  auto paths = info[0].As<Napi::Array>();
  auto free = Napi::Array::New(info.Env(), paths.Length());
  for (uint32_t i = 0; i < paths.Length(); i++) {
    Descriptor file(open(Text(paths.Get(i)).c_str(), O_RDONLY | O_CLOEXEC));
    free.Set(i, file.fd >= 0 && flock(file.fd, LOCK_SH | LOCK_NB) == 0);
  }
  return free;
}

constexpr size_t kPiece = 16 << 10;  // at least so much is read at a time

// readAll(paths): the content of each as text; undefined for what cannot be read
Value ReadAll(const CallbackInfo& info) {
  auto paths = info[0].As<Napi::Array>();
  auto texts = Napi::Array::New(info.Env(), paths.Length());
  std::string text;
  for (uint32_t i = 0; i < paths.Length(); i++) {
    Descriptor file(open(Text(paths.Get(i)).c_str(), O_RDONLY | O_CLOEXEC));
    ssize_t got = -1;
    size_t size = 0;
    do {
      if (text.size() - size < kPiece) text.resize(size + kPiece);
      got = file.fd < 0 ? -1 : read(file.fd, &text[size], text.size() - size);
      if (got > 0) size += static_cast<size_t>(got);
    } while (got > 0);
    if (got == 0) texts.Set(i, Napi::String::New(info.Env(), text.data(), size));
  }
  return texts;
}

// bpf(command, attr, pointers = []): of each [offset, bytes], the bytes' address goes into attr
Value Bpf(const CallbackInfo& info) {
  auto given = info[1].As<Bytes>();
  std::vector<uint8_t> attr(given.Data(), given.Data() + given.ByteLength());
  auto pointers = info[2].IsArray() ? info[2].As<Napi::Array>() : Napi::Array::New(info.Env());
  for (uint32_t i = 0; i < pointers.Length(); i++) {
    auto pointer = pointers.Get(i).As<Napi::Array>();
    size_t offset = pointer.Get(0u).As<Napi::Number>().Uint32Value();
    auto address = reinterpret_cast<uint64_t>(pointer.Get(1u).As<Bytes>().Data());
    if (offset + sizeof address > attr.size()) Fail(info.Env(), "bpf", EINVAL);
    memcpy(&attr[offset], &address, sizeof address);
  }
  long result = syscall(SYS_bpf, Int(info[0]), attr.data(), attr.size());
  return Number(info, Check(info.Env(), "bpf", result));
}
