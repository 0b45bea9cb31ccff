#include "logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "descriptors.h"
#include "text.h"

enum { BUFFER = 32 << 10 };
enum { RETRY = 100 * 1000 * 1000 }; /* ns until a full disk is tried again */

/* What has been read, in memory that the next writer sees too. */
static struct shared {
  size_t at, end;
  bool within; /* the last byte that was written did not end a line */
  char bytes[BUFFER];
} *shared;

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
  char *newline = memchr(shared->bytes + from, '\n', shared->end - from);
  return newline ? (size_t)(newline + 1 - shared->bytes) : shared->end;
}

/* How far the lines go that this file still takes. A line that is begun stays in its file, and an
 * empty file takes any. */
static size_t end_of_fitting(void) {
  if (max_size == 0) return shared->end;
  size_t at = shared->at;
  while (at < shared->end) {
    size_t next = end_of_line(at);
    bool begun = at == shared->at && shared->within;
    long size = file_size + (long)(next - shared->at);
    if (size > max_size && !begun && (file_size > 0 || at > shared->at)) break;
    at = next;
  }
  return at;
}

static void write_some(void) {
  size_t end = end_of_fitting();
  if (end == shared->at) return rotate();
  ssize_t written = write(file, shared->bytes + shared->at, end - shared->at);
  if (written <= 0) return wait_for_disk();
  shared->at += written;
  file_size += written;
  shared->within = shared->bytes[shared->at - 1] != '\n';
}

/* Writes the lines that are whole, or all that there is. */
static void write_out(bool all) {
  size_t tail = shared->end;
  if (!all && shared->end < BUFFER)
    while (tail > shared->at && shared->bytes[tail - 1] != '\n') tail--;
  size_t end = shared->end;
  shared->end = tail;
  while (shared->at < shared->end) write_some();
  memmove(shared->bytes, shared->bytes + tail, end - tail);
  shared->at = 0;
  shared->end = end - tail;
}

static _Noreturn void write_log(int from) {
  syscall(SYS_prctl, PR_SET_NAME, "log");
  syscall(SYS_dup3, from, 0, 0L);
  close_from(1);
  open_file(0);
  ssize_t got;
  do {
    got = read(0, shared->bytes + shared->end, BUFFER - shared->end);
    if (got > 0) shared->end += got;
    write_out(got <= 0);
  } while (got > 0);
  syscall(SYS_fdatasync, file);
  _exit(0);
}

pid_t start_log_writer(int from, long size, long files) {
  max_size = size;
  max_files = files < 1 ? 1 : files;
  if (!shared) {
    int flags = MAP_SHARED | MAP_ANONYMOUS;
    long mapped =
        syscall(SYS_mmap, NULL, sizeof *shared, PROT_READ | PROT_WRITE, flags, -1, 0L);
    if (mapped == -1) return -1;
    shared = (struct shared *)mapped;
  }
  monitor = syscall(SYS_getpid);
  pid_t pid = syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L);
  if (pid == 0) write_log(from);
  return pid;
}
