#include "logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "descriptors.h"
#include "text.h"

enum { BUFFER = 32 << 10 };
enum { RETRY = 100 * 1000 * 1000 }; /* ns until a full disk is tried again */

static struct {
  size_t at, end;
  bool within; /* the last byte that was written did not end a line */
  char bytes[BUFFER];
} buffer;

static pid_t monitor;
static long max_size, max_files;
static int file = -1;
static long file_size;

/* ---- Files ---- */

static void name_file(char *name, long number) {
  char *end = put_text(name, "json.log");
  if (number > 0) {
    *end++ = '.';
    end = put_number(end, number);
  }
  *end = 0;
}

/* A disk that is full may have room again. Without the monitor nobody is left to wait for it. */
static void wait_for_disk(void) {
  if (syscall(SYS_getppid) != monitor) _exit(1);
  struct timespec time = {0, RETRY};
  syscall(SYS_nanosleep, &time, NULL);
}

static void open_file(int flags) {
  flags |= O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  while ((file = syscall(SYS_openat, AT_FDCWD, "json.log", flags, 0600)) < 0) wait_for_disk();
  long size = syscall(SYS_lseek, file, 0L, SEEK_END);
  file_size = size < 0 ? 0 : size;
}

/* The newest of the old ones gets number 1, and the oldest goes. */
static void rotate(void) {
  char from[32], to[32];
  close(file);
  for (long i = max_files - 1; i > 0; i--) {
    name_file(from, i - 1);
    name_file(to, i);
    syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0L);
  }
  open_file(max_files == 1 ? O_TRUNC : 0);
}

/* ---- Lines ---- */

/* The end of the line that begins at `from`, or the end of what there is. */
static size_t end_of_line(size_t from) {
  char *newline = memchr(buffer.bytes + from, '\n', buffer.end - from);
  return newline ? (size_t)(newline + 1 - buffer.bytes) : buffer.end;
}

/* How far the lines go that this file still takes. A line that is begun stays in its file, and an
 * empty file takes any. */
static size_t end_of_fitting(void) {
  if (max_size == 0) return buffer.end;
  size_t at = buffer.at;
  while (at < buffer.end) {
    size_t next = end_of_line(at);
    bool begun = at == buffer.at && buffer.within;
    long size = file_size + (long)(next - buffer.at);
    if (size > max_size && !begun && (file_size > 0 || at > buffer.at)) break;
    at = next;
  }
  return at;
}

static void write_some(void) {
  size_t end = end_of_fitting();
  if (end == buffer.at) return rotate();
  ssize_t written = write(file, buffer.bytes + buffer.at, end - buffer.at);
  if (written <= 0) return wait_for_disk();
  buffer.at += written;
  file_size += written;
  buffer.within = buffer.bytes[buffer.at - 1] != '\n';
}

/* Writes the lines that are whole, or all that there is. */
static void write_out(bool all) {
  size_t tail = buffer.end;
  if (!all && buffer.end < BUFFER)
    while (tail > buffer.at && buffer.bytes[tail - 1] != '\n') tail--;
  size_t end = buffer.end;
  buffer.end = tail;
  while (buffer.at < buffer.end) write_some();
  memmove(buffer.bytes, buffer.bytes + tail, end - tail);
  buffer.at = 0;
  buffer.end = end - tail;
}

/* A writer that was killed may have left half a line. */
static void end_torn_line(void) {
  char last = '\n';
  int reading = syscall(SYS_openat, AT_FDCWD, "json.log", O_RDONLY | O_CLOEXEC);
  if (file_size > 0) syscall(SYS_pread64, reading, &last, 1L, file_size - 1);
  close(reading);
  if (last != '\n' && write(file, "\n", 1) == 1) file_size++;
}

static _Noreturn void write_log(int from) {
  syscall(SYS_prctl, PR_SET_NAME, "log");
  syscall(SYS_dup3, from, 0, 0L);
  close_from(1);
  open_file(0);
  end_torn_line();
  ssize_t got;
  do {
    got = read(0, buffer.bytes + buffer.end, BUFFER - buffer.end);
    if (got > 0) buffer.end += got;
    write_out(got <= 0);
  } while (got > 0);
  syscall(SYS_fdatasync, file);
  _exit(0);
}

pid_t start_log_writer(int from, long size, long files) {
  max_size = size;
  max_files = files < 1 ? 1 : files;
  monitor = syscall(SYS_getpid);
  pid_t pid = syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L);
  if (pid == 0) write_log(from);
  return pid;
}
