/*
 * The monitor: parent of a container, from its birth to what is done after its end.
 *
 * What it keeps, by name:
 *   life      a lock that says that somebody looks after this container
 *   dir       the container's directory: json.log, exit, attach
 *   control   where whoever starts the container says that its command runs, and hands over the
 *             terminal; if that end closes first, the container was not to be
 *   in        the writing end of its standard input, where it has one
 *   out, err  the reading ends of its output, without a terminal
 *   oom       what counts out-of-memory kills, where somebody does
 *   group     a lock on the container's control group, where there is one
 *   ports     a socket in which those of published ports lie, unread, so that nobody else gets them
 *
 * It holds no opinion on what the end of a container means: for that it becomes the program that it
 * was given. Signals do not reach it, but for SIGKILL, with which the container ends as well.
 */
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clients.h"
#include "ending.h"
#include "log.h"
#include "plan.h"
#include "slots.h"
#include "text.h"

enum { CHUNK = 16 << 10 };
enum { RETRY = 100 };          /* ms until a full disk is tried again */
enum { PATIENCE = 60 * 1000 }; /* ms for a client to take what the container left */

static long max_size, max_files;
static char **environment, **program;

static int control, signals, terminal = -1;
static int to_input = -1;
static struct source {
  char type;
  int fd; /* -1: it has ended */
} sources[2];

static struct {
  char type;
  char bytes[CHUNK];
  size_t size, logged;
} chunk;

static pid_t container;
static bool runs, ended, recorded, told;
static int ending;

bool configure_monitor(char **arguments) {
  if (!arguments[0] || !arguments[1]) return false;
  max_size = number_in(arguments[0]);
  max_files = number_in(arguments[1]);
  environment = arguments + 2;
  char **end = environment;
  while (*end && strcmp(*end, "--") != 0) end++;
  if (!*end) return false;
  *end = NULL;
  program = end + 1;
  return *program != NULL;
}

/* ---- Settling in ---- */

static void unblocking(int fd) {
  if (fd >= 0) syscall(SYS_fcntl, fd, F_SETFL, syscall(SYS_fcntl, fd, F_GETFL) | O_NONBLOCK);
}

/* The container's ends of the pipes are its own: they are to close with it. */
static void leave_stdio(void) {
  int null = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < 3; fd++) syscall(SYS_dup3, null, fd, 0L);
  close(null);
}

static void settle_in(void) {
  close(kept("plan"));
  close(kept("report"));
  syscall(SYS_fchdir, kept("dir"));
  leave_stdio();
  control = kept("control");
  to_input = kept("in");
  sources[0] = (struct source){'o', kept("out")};
  sources[1] = (struct source){'e', kept("err")};
  unblocking(control);
  unblocking(to_input);
  for (int i = 0; i < 2; i++) unblocking(sources[i].fd);
  uint64_t children = UINT64_C(1) << (SIGCHLD - 1);
  signals = syscall(SYS_signalfd4, -1, &children, sizeof children, O_CLOEXEC | O_NONBLOCK);
  reserve_ending();
  log_open(max_size, max_files);
  clients_open();
}

/* ---- The one who starts it ---- */

static void adopt_terminal(int master) {
  unblocking(master);
  syscall(SYS_fcntl, master, F_SETFD, FD_CLOEXEC);
  terminal = to_input = master;
  sources[0] = (struct source){'o', master};
  clients_resize(master);
}

/* One byte, perhaps with the terminal; or the end. */
static void hear_starter(void) {
  char byte;
  _Alignas(struct cmsghdr) char space[CMSG_SPACE(sizeof(int))];
  struct iovec part = {&byte, 1};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
  long got = syscall(SYS_recvmsg, control, &message, MSG_CMSG_CLOEXEC);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    if (!ended) kill(container, SIGKILL);
  } else {
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    int master;
    if (header && header->cmsg_type == SCM_RIGHTS) {
      memcpy(&master, CMSG_DATA(header), sizeof master);
      adopt_terminal(master);
    }
    clients_serve(); /* whoever came before shall hear the beginning */
    runs = true;
  }
  close(control);
  control = -1;
}

/* ---- The children ---- */

static int code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void collect(void) {
  char told[128];
  while (read(signals, told, sizeof told) > 0) continue;
  int status;
  pid_t dead;
  while ((dead = syscall(SYS_wait4, -1, &status, WNOHANG, NULL)) > 0) {
    log_child_ended(dead, status);
    if (dead != container) continue;
    ended = true;
    ending = status;
  }
}

/* ---- What it writes and reads ---- */

static bool is_passed_on(void) {
  return chunk.logged == chunk.size && !log_waits() && clients_have_it();
}

static void pass_on(void) {
  chunk.logged += log_take(chunk.type, chunk.bytes + chunk.logged, chunk.size - chunk.logged);
  log_flush();
}

/* A terminal whose other ends are all closed says EIO. */
static void read_source(struct source *source) {
  ssize_t got = read(source->fd, chunk.bytes, CHUNK);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    if (ended) source->fd = -1; /* nobody is left who could write */
    return;
  }
  if (got <= 0) {
    if (source->fd != terminal) close(source->fd);
    source->fd = -1;
    return;
  }
  chunk.type = source->type;
  chunk.size = got;
  chunk.logged = 0;
  clients_give(source->type, chunk.bytes, got);
}

/* In turn, so that neither waits for ever. */
static void read_sources(void) {
  static int turn;
  for (int i = 0; i < 2 && is_passed_on(); i++) {
    struct source *source = &sources[turn++ & 1];
    if (source->fd >= 0) read_source(source);
  }
  pass_on();
}

static void write_input(void) {
  while (input.start < input.end && to_input >= 0) {
    ssize_t written = write(to_input, input.bytes + input.start, input.end - input.start);
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) break; /* nobody reads it */
    input.start += written;
  }
  input.start = input.end = 0;
  if (!input.ended || to_input < 0 || to_input == terminal) return;
  close(to_input);
  to_input = -1;
}

/* ---- The end ---- */

/* What came while they were blocked was not for the program either. */
static void forget_signals(void) {
  const uint64_t none = 0, ignored[4] = {1}, by_default[4] = {0};
  for (int number = 1; number <= 64; number++) {
    syscall(SYS_rt_sigaction, number, ignored, NULL, sizeof none);
    syscall(SYS_rt_sigaction, number, by_default, NULL, sizeof none);
  }
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
}

static _Noreturn void become_program(void) {
  syscall(SYS_chdir, "/");
  forget_signals();
  syscall(SYS_execve, program[0], program, environment);
  _exit(FAILED);
}

static bool is_read(void) {
  return sources[0].fd < 0 && sources[1].fd < 0;
}

static void tell_clients(void) {
  bool killed = WIFSIGNALED(ending);
  if (!told) clients_end(killed ? -1 : WEXITSTATUS(ending), killed ? WTERMSIG(ending) : 0);
  told = true;
}

static _Noreturn void leave_nothing(void) {
  give_ending_up();
  _exit(code_of(ending));
}

/* Goes as far as it can: what is on the disk first, since it is what the state of the container
 * follows from. Clients do not wait for a log that waits for room. */
static void finish(void) {
  if (control >= 0) return; /* whether it was to be is not known yet */
  if (!runs) leave_nothing();
  if (!recorded) recorded = write_ending(container, ending, kept("oom"));
  if (!recorded || !is_read() || !is_passed_on()) return;
  bool logged = log_finish();
  if (logged || log_is_late()) tell_clients();
  if (logged) become_program();
}

/* ---- Waiting ---- */

static int timeout(void) {
  if (log_patience() >= 0) return log_patience();
  if (!ended || control >= 0) return -1;
  if (!recorded) return RETRY;
  if (!is_read() && is_passed_on()) return 0;
  if (is_read() && !told && clients_have_it()) return RETRY;
  return clients_have_it() ? -1 : PATIENCE;
}

static void add(struct pollfd *into, int *count, int fd, short events) {
  into[(*count)++] = (struct pollfd){.fd = fd, .events = events};
}

static void wait_for_something(void) {
  struct pollfd polled[MAX_CLIENTS + 8];
  int count = clients_prepare(polled);
  add(polled, &count, signals, POLLIN);
  add(polled, &count, control, POLLIN);
  add(polled, &count, input.end > 0 ? to_input : -1, POLLOUT);
  add(polled, &count, log_pending(), POLLOUT);
  bool reads = runs && is_passed_on();
  for (int i = 0; i < 2; i++) add(polled, &count, reads ? sources[i].fd : -1, POLLIN);
  int ms = timeout();
  struct timespec limit = {ms / 1000, ms % 1000 * 1000000L};
  long ready = syscall(SYS_ppoll, polled, count, ms < 0 ? NULL : &limit, NULL, 8L);
  if (ready == 0 && ms == PATIENCE) clients_drop_slow();
}

void monitor(pid_t child) {
  container = child;
  settle_in();
  for (;;) {
    wait_for_something();
    if (control >= 0) hear_starter();
    collect();
    clients_serve();
    write_input();
    if (runs) read_sources();
    if (ended) finish();
  }
}
