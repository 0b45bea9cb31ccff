/*
 * What a container with a root of its own is asked to try: to reach a file of the machine. And what
 * is asked about it from outside: what its mount namespace holds, beside what its processes see.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probe.h"

enum { DEEP = 64, MOST_DESCRIPTORS = 1024 };

static struct {
  unsigned long long device, inode;
} wanted; /* the machine's file, since an image may have another of the same name */

/* Whether that file can be opened, starting from a directory. */
static int opens(int directory, const char *file) {
  struct stat found;
  int fd = openat(directory, file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return 0;
  int known = fstat(fd, &found) == 0;
  close(fd);
  return known && found.st_dev == wanted.device && found.st_ino == wanted.inode;
}

static int opens_beneath(const char *directory, const char *file) {
  char path[8192];
  return snprintf(path, sizeof path, "%s/%s", directory, file) < (int)sizeof path &&
         opens(AT_FDCWD, path);
}

/* Up from a directory as far as it goes, and then down again. */
static int opens_upwards(int directory, const char *file) {
  char path[8192] = "";
  for (int i = 0; i < DEEP; i++) strcat(path, "../");
  strncat(path, file, sizeof path - strlen(path) - 1);
  return opens(directory, path);
}

/* `.` may still be a directory of the machine, when nobody changed it (chdir(2)). */
static int by_working_directory(const char *file) { return opens_upwards(AT_FDCWD, file); }

/* An old root that was stacked upon the new one is what lies above it (pivot_root(2)). */
static int by_parent_of_root(const char *file) { return opens_beneath("/..", file); }

/* In a /proc that is the machine's, pid 1 is the machine's too. */
static int by_proc(const char *file) { return opens_beneath("/proc/1/root", file); }

static int by_descriptor(const char *file) {
  for (int fd = 0; fd < MOST_DESCRIPTORS; fd++)
    if (opens_upwards(fd, file)) return 1;
  return 0;
}

/* Whatever is mounted anywhere, such as the old root in some corner of the new one. */
static int by_mount(const char *file) {
  char line[8192], point[4096];
  FILE *mounts = fopen("/proc/self/mountinfo", "re");
  int found = 0;
  while (!found && mounts && fgets(line, sizeof line, mounts))
    if (sscanf(line, "%*s %*s %*s %*s %4095s", point) == 1 && strcmp(point, "/") != 0)
      found = opens_beneath(point, file);
  if (mounts) fclose(mounts);
  return found;
}

/* setns(2) puts us at the root of the mount namespace, which chroot(2) does not change. */
static int by_namespace(const char *file) {
  int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  return fd >= 0 && setns(fd, CLONE_NEWNS) == 0 && opens_beneath("/", file);
}

/* A second chroot(2) leaves the working directory outside, and from there `..` has no end. */
static int by_chroot(const char *file) {
  int here = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (here < 0 || chroot("/proc") < 0 || fchdir(here) < 0) return 0;
  for (int i = 0; i < DEEP; i++)
    if (chdir("..") < 0) return 0;
  return chroot(".") == 0 && opens_beneath(".", file);
}

/* The last two change our own root, so each is tried in what the one before has left. */
static const struct {
  const char *name;
  int (*reaches)(const char *file);
} ways[] = {
    {"working-directory", by_working_directory},
    {"parent-of-root", by_parent_of_root},
    {"proc", by_proc},
    {"descriptor", by_descriptor},
    {"mount", by_mount},
    {"chroot", by_chroot},
    {"namespace", by_namespace},
};

/*
 * reach FILE DEVICE INODE TOKEN: prints, a line each, by which ways the machine's FILE can be opened;
 * without its first /, and with its st_dev and st_ino.
 */
int do_reach(char **argv) {
  wanted.device = strtoull(argv[1], NULL, 10);
  wanted.inode = strtoull(argv[2], NULL, 10);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (ways[i].reaches(argv[0])) puts(ways[i].name);
  return 0;
}

/* Copies a file to standard output. */
static int print_file(int directory, const char *file) {
  char buffer[4096];
  int fd = openat(directory, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed(file);
  for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;)
    if (fwrite(buffer, 1, n, stdout) != (size_t)n) return FAILED;
  return 0;
}

/* mounts PROC PID: the mountinfo of PID's mount namespace from its root, wherever PID's own is. */
int do_mounts(char **argv) {
  char namespace[64];
  int proc = open(argv[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  snprintf(namespace, sizeof namespace, "%s/ns/mnt", argv[1]);
  int fd = openat(proc, namespace, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || setns(fd, CLONE_NEWNS) < 0) return failed(namespace);
  return print_file(proc, "self/mountinfo");
}
