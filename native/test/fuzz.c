/*
 * plan.c and slots.c, built with sanitizers, against streams that are mostly garbage. Every call of
 * the table is replaced by one that only writes down what it was asked for.
 *
 * Standard input: for each stream a u32 of its size, and the stream. Standard output: for each
 * stream a line for every call made and every report written, and an empty line.
 *
 * The build renames what plan.c uses (see fuzz.test.ts): read, write and _exit lead here, and
 * calls.c offers its table as find_real_call.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../calls.h"
#include "../plan.h"
#include "../slots.h"

enum { PLAN = 900, REPORT = 901, FIRST = 1000 }; /* no such descriptors are open */

const struct call *find_real_call(const char *name);

static const char *stream, *stream_end;
static jmp_buf ended;
static const char *called;
static int opened;

static void print_bytes(const char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", (unsigned char)bytes[i]);
}

static void print_arg(const struct arg *arg) {
  printf(" %c", arg->kind ? arg->kind : '0');
  if (arg->kind == 'i' || arg->kind == 'd') printf("%ld", arg->number);
  if (arg->kind == 's') print_bytes(arg->data, strlen(arg->data));
  if (arg->kind == 'b') print_bytes(arg->data, arg->size);
  if (arg->kind != 'v') return;
  for (char **word = arg->data; *word; word++) {
    print_bytes(*word, strlen(*word));
    putchar(',');
  }
}

/* execve fails, as one that succeeds would not return; clone returns in the child. */
static long record(const struct arg *args) {
  printf("%s", called);
  for (size_t i = 0; i < strlen(find_real_call(called)->signature); i++) print_arg(&args[i]);
  putchar('\n');
  if (strcmp(called, "execve") == 0) return errno = ENOENT, -1;
  if (strcmp(called, "close") == 0) forget(args[0].number);
  return strncmp(called, "clone", 5) == 0 ? 0 : FIRST + opened++;
}

const struct call *find_call(const char *name) {
  static struct call replaced;
  const struct call *real = find_real_call(name);
  if (!real) return NULL;
  called = real->name;
  replaced = *real;
  replaced.function = record;
  return &replaced;
}

ssize_t fuzz_read(int fd, void *into, size_t size) {
  if (fd != PLAN) return 1; /* the gate of a clone: its caller has told */
  size_t left = stream_end - stream;
  if (size > left) size = left;
  if (size > 7) size = 7; /* as little as a pipe may give */
  memcpy(into, stream, size);
  stream += size;
  return size;
}

ssize_t fuzz_write(int fd, const void *from, size_t size) {
  uint32_t index;
  int32_t error;
  if (fd != REPORT || size != 24) abort();
  memcpy(&index, from, sizeof index);
  memcpy(&error, (const char *)from + 4, sizeof error);
  printf("report %u %d\n", index, error);
  return size;
}

void fuzz_exit(int code) {
  if (code != FAILED) abort();
  longjmp(ended, 1);
}

void reap(pid_t child) {
  (void)child;
  abort();
}

int main(void) {
  uint32_t size;
  while (fread(&size, sizeof size, 1, stdin) == 1) {
    char *bytes = malloc(size);
    if (fread(bytes, 1, size, stdin) != size) return 1;
    stream = bytes;
    stream_end = bytes + size;
    opened = 0;
    drop_all();
    keep("plan", PLAN);
    keep("report", REPORT);
    if (!setjmp(ended)) run_plan();
    free(bytes);
    putchar('\n');
  }
  return 0;
}
