#include "ending.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

enum { ROOM = 256 };

/* The line `oom_kill N` of memory.events, or of version 1's memory.oom_control. */
static long oom_kills(int file) {
  char text[1024];
  long size = file < 0 ? 0 : syscall(SYS_pread64, file, text, sizeof text - 1, 0L);
  if (size <= 0) return 0;
  text[size] = 0;
  const char name[] = "oom_kill ";
  for (char *line = text; line; line = memchr(line, '\n', text + size - line)) {
    if (*line == '\n') line++;
    size_t i = 0;
    while (name[i] && line[i] == name[i]) i++;
    if (!name[i]) return number_in(line + i);
  }
  return 0;
}

static size_t describe(char *text, pid_t pid, int status, int oom) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  char *to = put_number(put_text(text, "{\"pid\":"), pid);
  bool killed = WIFSIGNALED(status);
  to = put_text(to, killed ? ",\"signal\":" : ",\"code\":");
  to = put_number(to, killed ? WTERMSIG(status) : WEXITSTATUS(status));
  to = put_number(put_text(to, ",\"oomKills\":"), oom_kills(oom));
  to = put_time(put_text(to, ",\"finished\":\""), &now);
  return put_text(to, "\"}\n") - text;
}

static const char temporary[] = "exit.tmp";

static int open_temporary(void) {
  return syscall(SYS_openat, AT_FDCWD, temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

void reserve_ending(void) {
  char blank[ROOM];
  int file = open_temporary();
  if (file < 0) return;
  memset(blank, ' ', ROOM);
  (void)!write(file, blank, ROOM);
  close(file);
}

void give_ending_up(void) {
  syscall(SYS_unlinkat, AT_FDCWD, temporary, 0L);
}

/* Over what was reserved, for which no room is needed. */
static bool write_temporary(const char *text, size_t size) {
  int file = open_temporary();
  if (file < 0) return false;
  bool whole = write(file, text, size) == (ssize_t)size;
  whole = whole && syscall(SYS_ftruncate, file, size) == 0 && syscall(SYS_fsync, file) == 0;
  close(file);
  return whole;
}

static void sync_directory(void) {
  int directory = syscall(SYS_openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  syscall(SYS_fsync, directory);
  close(directory);
}

bool write_ending(pid_t pid, int status, int oom) {
  static char text[ROOM]; /* told once: a later attempt writes the same */
  static size_t size;
  if (size == 0) size = describe(text, pid, status, oom);
  if (!write_temporary(text, size)) return false;
  if (syscall(SYS_renameat2, AT_FDCWD, temporary, AT_FDCWD, "exit", 0L) < 0) return false;
  sync_directory();
  return true;
}
