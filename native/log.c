/*
 * From bytes to lines of docker's json-file, and from there to the process that writes them.
 *
 * Where lines come faster than the disk takes them, the container is held for a second at most.
 * Then the disk counts as stuck: until all that waits has gone, the oldest lines make room for new
 * ones, and a line in the log says how many are missing.
 */
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "logfile.h"
#include "text.h"

enum { LINE = 16 << 10 };      /* what is longer is cut, as docker does */
enum { PENDING = 128 << 10 };  /* more than the longest line, whose every byte may become six */
enum { FRAME = 128 };          /* what an entry has beside its text */
enum { PATIENCE = 1000 };      /* ms */

static struct line {
  char bytes[LINE];
  size_t size;
} lines[2];

static struct {
  char bytes[PENDING];
  size_t start, end;
  bool within; /* the pipe has the beginning of an entry whose end is still here */
} pending;

static int pipe_in = -1, pipe_out = -1;
static pid_t writer;
static long max_size, max_files;
static uint64_t held_since; /* ms; 0: nothing waits */
static uint64_t finishing_since; /* ms; 0: the container may write yet */
static bool stuck;
static long dropped; /* lines that the log does not say it misses */

/* ---- Room ---- */

static uint64_t now_in_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * UINT64_C(1000) + time.tv_nsec / 1000000;
}

static size_t end_of_entry(size_t at) {
  char *newline = memchr(pending.bytes + at, '\n', pending.end - at);
  return newline ? (size_t)(newline + 1 - pending.bytes) : pending.end;
}

static void cut(size_t from, size_t to) {
  memmove(pending.bytes + from, pending.bytes + to, pending.end - to);
  pending.end -= to - from;
}

/* Gives up the oldest entries of which nothing has been written. */
static void drop_oldest(size_t size) {
  size_t from = pending.within ? end_of_entry(pending.start) : pending.start, to = from;
  while (to < pending.end && to - from < size) {
    to = end_of_entry(to);
    dropped++;
  }
  cut(from, to);
}

static bool fits(size_t size) {
  if (pending.start > 0 && pending.end + size > PENDING) {
    cut(0, pending.start);
    pending.start = 0;
  }
  return pending.end + size <= PENDING;
}

static bool make_room(size_t size) {
  if (fits(size)) return true;
  log_flush();
  if (fits(size)) return true;
  if (!held_since) held_since = now_in_ms();
  if (!stuck && now_in_ms() - held_since < PATIENCE) return false;
  stuck = true;
  drop_oldest(size > PENDING / 2 ? size : PENDING / 2);
  return fits(size);
}

/* ---- Entries ---- */

static size_t size_of(unsigned char byte) {
  if (byte == '"' || byte == '\\' || byte == '\n' || byte == '\r' || byte == '\t') return 2;
  return byte < 0x20 ? 6 : 1;
}

/* Bytes from 0x80 on stay as they are: UTF-8 is JSON's own, and what is none is not lost. */
static char *put_byte(char *to, unsigned char byte) {
  static const char digits[] = "0123456789abcdef";
  if (size_of(byte) == 1) {
    *to++ = byte;
    return to;
  }
  *to++ = '\\';
  if (byte >= 0x20) *to++ = byte;
  else if (byte == '\n') *to++ = 'n';
  else if (byte == '\r') *to++ = 'r';
  else if (byte == '\t') *to++ = 't';
  else {
    to = put_text(to, "u00");
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
  }
  return to;
}

static char *put_tail(char *to, char stream) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  to = put_text(to, stream == 'o' ? "\",\"stream\":\"stdout\"" : "\",\"stream\":\"stderr\"");
  to = put_text(to, ",\"time\":\"");
  to = put_time(to, &time);
  return put_text(to, "\"");
}

/* False when there is no room: it stays then. */
static bool emit(struct line *line, char stream) {
  size_t size = FRAME;
  for (size_t i = 0; i < line->size; i++) size += size_of(line->bytes[i]);
  if (!make_room(size)) {
    if (!stuck) return false;
    dropped++; /* the half of an entry that is on its way leaves no room for this one */
    line->size = 0;
    return true;
  }
  held_since = 0;
  char *to = pending.bytes + pending.end;
  to = put_text(to, "{\"log\":\"");
  for (size_t i = 0; i < line->size; i++) to = put_byte(to, line->bytes[i]);
  to = put_text(put_tail(to, stream), "}\n");
  pending.end = to - pending.bytes;
  line->size = 0;
  return true;
}

static bool is_complete(const struct line *line) {
  return line->size == LINE || (line->size > 0 && line->bytes[line->size - 1] == '\n');
}

size_t log_take(char stream, const char *bytes, size_t size) {
  struct line *line = &lines[stream == 'o' ? 0 : 1];
  size_t done = 0;
  if (max_files == 0) return size;
  for (;;) {
    if (is_complete(line) && !emit(line, stream)) return done;
    if (done == size) return done;
    size_t part = size - done;
    if (part > LINE - line->size) part = LINE - line->size;
    char *newline = memchr(bytes + done, '\n', part);
    if (newline) part = newline + 1 - (bytes + done);
    memcpy(line->bytes + line->size, bytes + done, part);
    line->size += part;
    done += part;
  }
}

bool log_waits(void) {
  return is_complete(&lines[0]) || is_complete(&lines[1]);
}

int log_patience(void) {
  if (!held_since || !log_waits()) return -1;
  uint64_t held = now_in_ms() - held_since;
  return stuck || held >= PATIENCE ? 0 : (int)(PATIENCE - held);
}

/* ---- The writer ---- */

void log_open(long size, long files) {
  int ends[2];
  max_size = size;
  max_files = files;
  if (files == 0) return;
  if (pipe2(ends, O_CLOEXEC) < 0) return;
  pipe_out = ends[0];
  pipe_in = ends[1];
  syscall(SYS_fcntl, pipe_in, F_SETFL, O_NONBLOCK);
  writer = start_log_writer(pipe_out, max_size, max_files);
}

static bool is_empty(void) {
  return pending.start == pending.end && dropped == 0;
}

int log_pending(void) {
  return is_empty() ? -1 : pipe_in;
}

/* Says in the log's own place how many lines are missing. The pipe takes it whole, or not at all. */
static bool tell_gap(void) {
  char entry[2 * FRAME];
  char *to = put_text(put_tail(put_text(entry, "{\"log\":\""), 'e'), ",\"dropped\":");
  to = put_text(put_number(to, dropped), "}\n");
  if (write(pipe_in, entry, to - entry) != to - entry) return false;
  dropped = 0;
  return true;
}

void log_flush(void) {
  while (!is_empty()) {
    if (dropped && !pending.within) {
      if (!tell_gap()) return;
      continue;
    }
    size_t end = dropped ? end_of_entry(pending.start) : pending.end;
    ssize_t written = write(pipe_in, pending.bytes + pending.start, end - pending.start);
    if (written <= 0) return;
    pending.start += written;
    pending.within = pending.bytes[pending.start - 1] != '\n';
  }
  pending.start = pending.end = 0;
  stuck = false;
}

/* We hold the reading end too, so that what is in the pipe waits for the next writer. */
void log_child_ended(pid_t pid, int status) {
  if (pid != writer) return;
  writer = status == 0 && pipe_in < 0 ? 0 : start_log_writer(pipe_out, max_size, max_files);
}

/* Without an end they are as long as they will be. */
static void end_lines(void) {
  for (int i = 0; i < 2; i++)
    if (lines[i].size > 0) emit(&lines[i], i == 0 ? 'o' : 'e');
}

bool log_finish(void) {
  if (!finishing_since) finishing_since = now_in_ms();
  end_lines();
  log_flush();
  if (lines[0].size || lines[1].size || !is_empty()) return false;
  if (pipe_in >= 0) close(pipe_in);
  pipe_in = -1;
  return writer <= 0;
}

bool log_is_late(void) {
  return finishing_since && now_in_ms() - finishing_since >= PATIENCE;
}
