// Terminals (pty(7), ioctl_tty(2)).

#include "addon.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

namespace {

void ResizeTerminal(Napi::Env env, int fd, int rows, int columns) {
  struct winsize size = {};
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
  Check(env, "ioctl", ioctl(fd, TIOCSWINSZ, &size));
}

}  // namespace

// unlockTerminal(master): unlockpt(3) and ptsname(3)
Value UnlockTerminal(const CallbackInfo& info) {
  int unlocked = 0, number = 0;
  Check(info.Env(), "ioctl", ioctl(Int(info[0]), TIOCSPTLCK, &unlocked));
  Check(info.Env(), "ioctl", ioctl(Int(info[0]), TIOCGPTN, &number));
  return Number(info, number);
}

// openpty(rows, columns): the other end comes from the master itself, since a path may lie
Value OpenPty(const CallbackInfo& info) {
  const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
  Descriptor master(Check(info.Env(), "open", open("/dev/ptmx", flags)));
  int unlocked = 0;
  Check(info.Env(), "ioctl", ioctl(master.fd, TIOCSPTLCK, &unlocked));
  Descriptor slave(Check(info.Env(), "ioctl", ioctl(master.fd, TIOCGPTPEER, flags)));
  ResizeTerminal(info.Env(), master.fd, Int(info[0]), Int(info[1]));
  return Pair(info, master.Release(), slave.Release());
}

void SetWindowSize(const CallbackInfo& info) {
  ResizeTerminal(info.Env(), Int(info[0]), Int(info[1]), Int(info[2]));
}

Value WindowSize(const CallbackInfo& info) {
  struct winsize size;
  Check(info.Env(), "ioctl", ioctl(Int(info[0]), TIOCGWINSZ, &size));
  return Pair(info, size.ws_row, size.ws_col);
}

// makeRaw(fd): returns what setTermios puts back
Value MakeRaw(const CallbackInfo& info) {
  struct termios saved;
  Check(info.Env(), "tcgetattr", tcgetattr(Int(info[0]), &saved));
  struct termios raw = saved;
  cfmakeraw(&raw);
  Check(info.Env(), "tcsetattr", tcsetattr(Int(info[0]), TCSADRAIN, &raw));
  return Copy(info, &saved, sizeof saved);
}

void SetTermios(const CallbackInfo& info) {
  struct termios saved;
  auto bytes = info[1].As<Bytes>();
  if (bytes.ByteLength() != sizeof saved) Fail(info.Env(), "tcsetattr", EINVAL);
  memcpy(&saved, bytes.Data(), sizeof saved);
  Check(info.Env(), "tcsetattr", tcsetattr(Int(info[0]), TCSADRAIN, &saved));
}
