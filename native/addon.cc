#include "addon.h"

#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <cstring>

extern "C" const char* strerrorname_np(int error) noexcept __attribute__((weak));  // glibc 2.32

namespace {

// libuv has no name for some (ENOEXEC); libc has, if it is new enough.
const char* NameOf(int error) {
  const char* name = strerrorname_np != nullptr ? strerrorname_np(error) : nullptr;
  return name != nullptr ? name : uv_err_name(-error);
}

}  // namespace

void Fail(Napi::Env env, const char* syscall, int error) {
  auto thrown = Napi::Error::New(env, std::string(syscall) + ": " + strerror(error));
  thrown.Set("code", NameOf(error));
  thrown.Set("errno", Napi::Number::New(env, error));
  thrown.Set("syscall", syscall);
  throw thrown;
}

long Check(Napi::Env env, const char* syscall, long result) {
  if (result < 0) Fail(env, syscall, errno);
  return result;
}

int Int(const Value& value) { return value.As<Napi::Number>().Int32Value(); }

int64_t Long(const Value& value) { return value.As<Napi::Number>().Int64Value(); }

Value Number(const CallbackInfo& info, double value) { return Napi::Number::New(info.Env(), value); }

Value Pair(const CallbackInfo& info, double first, double second) {
  auto pair = Napi::Array::New(info.Env(), 2);
  pair.Set(0u, first);
  pair.Set(1u, second);
  return pair;
}

Value Copy(const CallbackInfo& info, const void* from, size_t size) {
  auto bytes = Bytes::New(info.Env(), size);
  if (size > 0) memcpy(bytes.Data(), from, size);
  return bytes;
}

std::string Text(const Value& value) {
  std::string text;
  if (value.IsTypedArray()) {
    auto bytes = value.As<Bytes>();
    text.assign(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength());
  } else {
    text = value.As<Napi::String>().Utf8Value();
  }
  if (text.find('\0') != std::string::npos) {
    throw Napi::TypeError::New(value.Env(), "a NUL byte in a path or name");
  }
  return text;
}

Descriptor::~Descriptor() {
  if (fd >= 0) close(fd);
}

int Descriptor::Release() {
  int released = fd;
  fd = -1;
  return released;
}

namespace {

template <auto function>
void Export(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<function>(exports.Env(), name));
}

Napi::Object Init(Napi::Env, Napi::Object exports) {
  Export<Clone>(exports, "clone");
  Export<Wait>(exports, "wait");
  Export<Exit>(exports, "exit");
  Export<Pipe>(exports, "pipe");
  Export<UnlockTerminal>(exports, "unlockTerminal");
  Export<OpenPty>(exports, "openpty");
  Export<SetWindowSize>(exports, "setWindowSize");
  Export<WindowSize>(exports, "windowSize");
  Export<MakeRaw>(exports, "makeRaw");
  Export<SetTermios>(exports, "setTermios");
  Export<GetRlimit>(exports, "getrlimit");
  Export<PidfdOpen>(exports, "pidfdOpen");
  Export<PidfdSendSignal>(exports, "pidfdSendSignal");
  Export<SocketPair>(exports, "socketpair");
  Export<SendDescriptors>(exports, "sendDescriptors");
  Export<Socket>(exports, "socket");
  Export<Bind>(exports, "bind");
  Export<Flock>(exports, "flock");
  Export<OpenAt2>(exports, "openat2");
  Export<Mknod>(exports, "mknod");
  Export<RenameAt2>(exports, "renameat2");
  Export<Umount2>(exports, "umount2");
  Export<LgetXattr>(exports, "lgetxattr");
  Export<LlistXattr>(exports, "llistxattr");
  Export<LsetXattr>(exports, "lsetxattr");
  Export<Unlocked>(exports, "unlocked");
  Export<ReadAll>(exports, "readAll");
  Export<Bpf>(exports, "bpf");
  return exports;
}

}  // namespace

NODE_API_MODULE(addon, Init)
