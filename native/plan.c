/*
 * The interpreter: reads system calls from a pipe, makes them one after another, and reports.
 *
 *   plan    := record*            until execve replaces this process; an end before that is an error
 *   record  := u32 size  body     of 4 MiB at most
 *   body    := str name  u8 flags  str slot  u8 n  i32 tolerated[n]  u8 argc  arg[argc]
 *   arg     := 0                  NULL
 *            | 1 i64              an integer
 *            | 2 str              a string
 *            | 3 u32 n  u8[n]     bytes: a structure, or data
 *            | 4 u32 n  str[n]    a vector, as argv is one
 *            | 5 str              the descriptor that is kept under this name
 *   str     := u32 n  u8[n]  0    no NUL among the n
 *   report  := u32 index  i32 errno  i64 result  u64 nanoseconds
 *
 * Integers are in the machine's own byte order. A slot that is not empty keeps the call's result, a
 * descriptor, under that name. Bit 0 of the flags asks for a report of success too, of an execve
 * before it is tried; failure is always reported, and ends the plan unless its errno is tolerated.
 *
 * Nothing of a record is done unless all of it makes sense: garbage is EBADMSG, a call that is not
 * in the table ENOSYS, a name under which nothing is kept EBADF, one name too many EMFILE, the end of
 * the pipe ENODATA. There is no policy here: what to do, in which order, and which errors do not
 * matter, all come with the plan.
 */
#include "plan.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"
#include "slots.h"

enum { MAX_RECORD = 4 << 20 };
enum { REPORT_SUCCESS = 1 }; /* the only flag there is */
enum { LEAST_STRING = 5 };   /* the bytes of an empty string: its size, and NUL */

/* A call that is to be made. Its pointers lead into the record's own bytes. */
struct record {
  const struct call *call;
  bool reported;         /* also when it succeeds */
  const char *slot;      /* keeps the result; empty for none */
  const char *tolerated; /* an i32 each, not aligned */
  unsigned tolerated_count;
  struct arg args[MAX_ARGS];
};

/* ---- Reports ---- */

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * UINT64_C(1000000000) + t.tv_nsec;
}

static void report(uint32_t index, int error, long result, uint64_t ns) {
  struct {
    uint32_t index;
    int32_t error;
    int64_t result;
    uint64_t ns;
  } told = {index, error, result, ns};
  if (write(kept("report"), &told, sizeof told) != sizeof told) _exit(FAILED); /* nobody listens */
}

static _Noreturn void fail(uint32_t index, int error, uint64_t ns) {
  report(index, error, -1, ns);
  _exit(FAILED);
}

/* ---- Decoding ---- */

/* What is left of a record. `bad` stays set once something did not fit, so that only the end of
 * the decoding has to look. */
struct reader {
  char *at, *end;
  char **pointers; /* room for the vectors */
  bool bad;
};

static void *take(struct reader *r, size_t size) {
  if (r->bad || (size_t)(r->end - r->at) < size) {
    r->bad = true;
    return NULL;
  }
  void *taken = r->at;
  r->at += size;
  return taken;
}

/* Integers are copied out, since nothing in a record is aligned. */
static void take_integer(struct reader *r, void *integer, size_t size) {
  void *taken = take(r, size);
  if (taken) memcpy(integer, taken, size);
}

static unsigned take_u8(struct reader *r) {
  uint8_t value = 0;
  take_integer(r, &value, sizeof value);
  return value;
}

static uint32_t take_u32(struct reader *r) {
  uint32_t value = 0;
  take_integer(r, &value, sizeof value);
  return value;
}

static int64_t take_i64(struct reader *r) {
  int64_t value = 0;
  take_integer(r, &value, sizeof value);
  return value;
}

static char *take_string(struct reader *r) {
  size_t length = take_u32(r);
  char *string = take(r, length);
  char *end = take(r, 1);
  if (r->bad || memchr(string, 0, length + 1) != end) {
    r->bad = true;
    return "";
  }
  return string;
}

static char **take_vector(struct reader *r) {
  size_t count = take_u32(r);
  if (r->bad || count > (size_t)(r->end - r->at) / LEAST_STRING) {
    r->bad = true;
    return NULL;
  }
  char **vector = r->pointers;
  r->pointers += count + 1;
  for (size_t i = 0; i < count; i++) vector[i] = take_string(r);
  vector[count] = NULL;
  return vector;
}

static int take_slot(struct reader *r) {
  const char *name = take_string(r);
  if (!is_slot(name)) r->bad = true;
  return kept(name);
}

static struct arg take_arg(struct reader *r) {
  struct arg arg = {.kind = 0};
  switch (take_u8(r)) {
    case 0:
      break;
    case 1:
      arg.kind = 'i';
      arg.number = take_i64(r);
      break;
    case 2:
      arg.kind = 's';
      arg.data = take_string(r);
      break;
    case 3:
      arg.kind = 'b';
      arg.size = take_u32(r);
      arg.data = take(r, arg.size);
      break;
    case 4:
      arg.kind = 'v';
      arg.data = take_vector(r);
      break;
    case 5:
      arg.kind = 'd';
      arg.number = take_slot(r);
      break;
    default:
      r->bad = true;
  }
  return arg;
}

static bool fits(char letter, char kind) {
  switch (letter) {
    case 'S':
      return kind == 's' || kind == 0;
    case 'd':
      return kind == 'd' || kind == 'i';
    case 'x':
      return kind == 'b' || kind == 'i';
    default:
      return kind == letter;
  }
}

/* Fills in the record from its body. 0, or the errno for which it is refused. */
static int decode(struct reader body, struct record *record) {
  struct reader *r = &body;
  const char *name = take_string(r);
  unsigned flags = take_u8(r);
  record->reported = flags & REPORT_SUCCESS;
  record->slot = take_string(r);
  record->tolerated_count = take_u8(r);
  record->tolerated = take(r, record->tolerated_count * sizeof(int32_t));
  unsigned argc = take_u8(r);
  if (argc > MAX_ARGS) return EBADMSG;
  for (unsigned i = 0; i < argc; i++) record->args[i] = take_arg(r);
  if (r->bad || r->at != r->end || flags & ~REPORT_SUCCESS) return EBADMSG;
  if (*record->slot && !is_slot(record->slot)) return EBADMSG;

  record->call = find_call(name);
  if (!record->call) return ENOSYS;
  const char *signature = record->call->signature;
  if (strlen(signature) != argc) return EBADMSG;
  for (unsigned i = 0; i < argc; i++)
    if (!fits(signature[i], record->args[i].kind)) return EBADMSG;
  for (unsigned i = 0; i < argc; i++)
    if (record->args[i].kind == 'd' && record->args[i].number < 0) return EBADF;
  return *record->slot && !can_keep(record->slot) ? EMFILE : 0;
}

/* ---- Reading ---- */

static int read_all(void *into, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t got = read(kept("plan"), (char *)into + done, size - done);
    if (got == 0) return ENODATA;
    if (got < 0 && errno != EINTR) return errno;
    if (got > 0) done += got;
  }
  return 0;
}

/* The next record, whole, and room for its vectors' pointers: each stands for a string, or for the
 * tag and size of a vector, so for LEAST_STRING bytes or more. */
static int read_record(struct reader *r) {
  uint32_t size;
  int error = read_all(&size, sizeof size);
  if (error) return error;
  if (size > MAX_RECORD) return EBADMSG;
  r->at = malloc(size);
  r->pointers = malloc((size / LEAST_STRING + 1) * sizeof *r->pointers);
  if (!r->at || !r->pointers) return ENOMEM;
  r->end = r->at + size;
  return read_all(r->at, size);
}

/* ---- Doing ---- */

static bool is(const struct record *record, const char *name) {
  return strcmp(record->call->name, name) == 0;
}

/* Of those two the child goes on with the plan. */
static bool parts(const struct record *record) {
  return is(record, "clone") || is(record, "clone3");
}

static bool tolerates(const struct record *record, int error) {
  for (unsigned i = 0; i < record->tolerated_count; i++) {
    int32_t tolerated;
    memcpy(&tolerated, record->tolerated + i * sizeof tolerated, sizeof tolerated);
    if (tolerated == error) return true;
  }
  return false;
}

/* Makes the call, keeps its result, tells of it, and returns what it returned. */
static long make(uint32_t index, const struct record *record) {
  uint64_t start = now();
  long result = record->call->function(record->args);
  int error = result < 0 ? errno : 0;
  uint64_t ns = now() - start;
  if (result == 0 && parts(record)) return 0; /* in the child: it is the caller who tells */
  if (error && !tolerates(record, error)) fail(index, error, ns);
  if (!error && *record->slot) keep(record->slot, result);
  if (record->reported) report(index, error, result, ns);
  return result;
}

static void block_signals(bool blocked) {
  uint64_t set = blocked ? ~UINT64_C(0) : 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, NULL, sizeof set);
}

/* The child goes on when its caller has told of it. One that has died first will never tell, and
 * nobody would hand on the rest of the plan. */
static void await_word(int gate) {
  char word;
  if (read(gate, &word, 1) != 1) _exit(FAILED);
}

/* A clone returns twice. The caller tells of it and becomes the reaper; the child goes on with the
 * plan, but only when the caller has told, so that reports come in the plan's order. Meanwhile all
 * signals are held, so that the reaper misses none. */
static void part(uint32_t index, const struct record *record) {
  int gate[2];
  if (pipe2(gate, O_CLOEXEC) < 0) fail(index, errno, 0);
  block_signals(true);
  long child = make(index, record);
  if (child > 0) write(gate[1], "", 1);
  close(gate[1]);
  if (child == 0) await_word(gate[0]);
  close(gate[0]);
  if (child > 0 && record->args[0].number & CLONE_PARENT) _exit(0); /* it is our parent's to reap */
  if (child > 0) reap(child);
  block_signals(false);
}

static void perform(uint32_t index, const struct record *record) {
  if (is(record, "execve") && record->reported) report(index, 0, 0, 0); /* later nobody could */
  if (parts(record))
    part(index, record);
  else
    make(index, record);
}

void run_plan(void) {
  for (uint32_t index = 0;; index++) {
    struct reader body = {0};
    struct record record;
    int error = read_record(&body);
    if (!error) error = decode(body, &record);
    if (error) fail(index, error, 0);
    perform(index, &record);
    free(body.pointers);
    free(body.at);
  }
}
