// What the files of the addon share: values on their way between JavaScript and C, and errors.
//
// The addon has the few system calls on the parent's side that Node does not. Each is made as it is
// asked for, with the manual page's arguments: no policy, no defaults. A call that fails throws an
// Error with `code` ("EPERM"), `errno` (positive) and `syscall`. The types, and what each is for, are
// in runtime/src/kernel/native.ts. Paths are strings, or bytes where a name is not UTF-8.
#ifndef ADDON_H
#define ADDON_H

#include <napi.h>

#include <string>

using Napi::CallbackInfo;
using Napi::Value;
using Bytes = Napi::Uint8Array;

[[noreturn]] void Fail(Napi::Env env, const char* syscall, int error);

// The result, or the Error that errno is.
long Check(Napi::Env env, const char* syscall, long result);

int Int(const Value& value);
int64_t Long(const Value& value);

// A path or a name. Throws for a NUL within it, which the kernel would take for its end.
std::string Text(const Value& value);

Value Number(const CallbackInfo& info, double value);
Value Pair(const CallbackInfo& info, double first, double second);
Value Copy(const CallbackInfo& info, const void* from, size_t size);

// Closes a descriptor on every way out.
struct Descriptor {
  int fd;
  explicit Descriptor(int fd) : fd(fd) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor();
  int Release();
};

// clone.cc
Value Clone(const CallbackInfo& info);

// process.cc
void Wait(const CallbackInfo& info);
void Exit(const CallbackInfo& info);
Value GetRlimit(const CallbackInfo& info);
Value PidfdOpen(const CallbackInfo& info);
void PidfdSendSignal(const CallbackInfo& info);

// terminal.cc
Value OpenPty(const CallbackInfo& info);
Value UnlockTerminal(const CallbackInfo& info);
Value WindowSize(const CallbackInfo& info);
void SetWindowSize(const CallbackInfo& info);
Value MakeRaw(const CallbackInfo& info);
void SetTermios(const CallbackInfo& info);

// sockets.cc
Value SocketPair(const CallbackInfo& info);
void SendDescriptors(const CallbackInfo& info);
Value Socket(const CallbackInfo& info);
void Bind(const CallbackInfo& info);

// files.cc
Value Pipe(const CallbackInfo& info);
void Flock(const CallbackInfo& info);
Value OpenAt2(const CallbackInfo& info);
void Mknod(const CallbackInfo& info);
void RenameAt2(const CallbackInfo& info);
void Umount2(const CallbackInfo& info);
Value LgetXattr(const CallbackInfo& info);
Value LlistXattr(const CallbackInfo& info);
void LsetXattr(const CallbackInfo& info);
Value Unlocked(const CallbackInfo& info);
Value ReadAll(const CallbackInfo& info);
Value Bpf(const CallbackInfo& info);

#endif
