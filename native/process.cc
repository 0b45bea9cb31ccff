// Processes: how they end, their limits, and signals that cannot reach another one.

#include "addon.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

// Headers may be older than the kernel. Since Linux 5.1 a new call has one number everywhere.
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

namespace {

struct Waiter {
  uv_poll_t poll;
  pid_t pid;
  int pidfd;
  Napi::FunctionReference done;
};

void Tell(Waiter* waiter, int code, int signal) {
  Napi::Env env = waiter->done.Env();
  Napi::HandleScope scope(env);
  try {
    waiter->done.MakeCallback(env.Global(),
                              {Napi::Number::New(env, code), Napi::Number::New(env, signal)});
  } catch (const Napi::Error& error) {
    napi_fatal_exception(env, error.Value());  // as of any callback: process's uncaughtException
  }
}

void OnReadable(uv_poll_t* poll, int, int) {
  auto* waiter = static_cast<Waiter*>(poll->data);
  int status = 0;
  pid_t ended = waitpid(waiter->pid, &status, WNOHANG);
  if (ended == 0) return;
  uv_poll_stop(poll);
  close(waiter->pidfd);
  bool exited = ended > 0 && WIFEXITED(status);  // of what is not our child, only the end is known
  Tell(waiter, exited ? WEXITSTATUS(status) : -1, ended > 0 && !exited ? WTERMSIG(status) : 0);
  uv_close(reinterpret_cast<uv_handle_t*>(poll),
           [](uv_handle_t* handle) { delete static_cast<Waiter*>(handle->data); });
}

}  // namespace

// wait(pid, pidfd, done): a pidfd is readable when its process has ended (pidfd_open(2))
void Wait(const CallbackInfo& info) {
  uv_loop_t* loop = nullptr;
  napi_get_uv_event_loop(info.Env(), &loop);
  auto* waiter = new Waiter{{}, Int(info[0]), Int(info[1]), {}};
  waiter->done = Napi::Persistent(info[2].As<Napi::Function>());
  waiter->poll.data = waiter;
  int error = uv_poll_init(loop, &waiter->poll, waiter->pidfd);
  if (error != 0) {
    delete waiter;
    Fail(info.Env(), "epoll_ctl", -error);
  }
  uv_poll_start(&waiter->poll, UV_READABLE, OnReadable);
}

// getrlimit(pid, resource): [soft, hard]
Value GetRlimit(const CallbackInfo& info) {
  struct rlimit limit;
  auto resource = static_cast<__rlimit_resource>(Int(info[1]));
  Check(info.Env(), "prlimit", prlimit(Int(info[0]), resource, nullptr, &limit));
  auto pair = Napi::Array::New(info.Env(), 2);
  pair.Set(0u, Napi::BigInt::New(info.Env(), static_cast<uint64_t>(limit.rlim_cur)));
  pair.Set(1u, Napi::BigInt::New(info.Env(), static_cast<uint64_t>(limit.rlim_max)));
  return pair;
}

// exit(code): _exit(2), at once
void Exit(const CallbackInfo& info) { _exit(Int(info[0])); }

Value PidfdOpen(const CallbackInfo& info) {
  long fd = syscall(SYS_pidfd_open, Int(info[0]), 0);
  return Number(info, Check(info.Env(), "pidfd_open", fd));
}

void PidfdSendSignal(const CallbackInfo& info) {
  long result = syscall(SYS_pidfd_send_signal, Int(info[0]), Int(info[1]), nullptr, 0);
  Check(info.Env(), "pidfd_send_signal", result);
}
