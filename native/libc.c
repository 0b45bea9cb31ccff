/*
 * The little of the C library that init needs, so that init can do without it.
 *
 * A C library's own start costs 0.3 ms (it asks the processor for its features, which a virtual
 * machine has to answer) and 640 KB, and it would have to be installed in its static form. Against
 * the headers of any C library, the other files are plain C: the tests link them with the real one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv);

/* ---- Where the kernel comes in, and where we go out to it ---- */

/* The stack holds argc, then argv. */
__attribute__((used)) static _Noreturn void start(long *stack) {
  _exit(main((int)stack[0], (char **)(stack + 1)));
}

#if defined(__x86_64__)

__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n call start\n");

static long trap(long number, const long a[6]) {
  register long r10 __asm__("r10") = a[3];
  register long r8 __asm__("r8") = a[4];
  register long r9 __asm__("r9") = a[5];
  __asm__ volatile("syscall"
                   : "+a"(number)
                   : "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return number;
}

#elif defined(__aarch64__)

__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n bl start\n");

static long trap(long number, const long a[6]) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a[0];
  register long x1 __asm__("x1") = a[1];
  register long x2 __asm__("x2") = a[2];
  register long x3 __asm__("x3") = a[3];
  register long x4 __asm__("x4") = a[4];
  register long x5 __asm__("x5") = a[5];
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

#else
#error "init knows the system calls of x86-64 and arm64 only"
#endif

static int error;

int *__errno_location(void) { /* what errno is a macro for */
  return &error;
}

/* Takes six arguments, even where fewer were given: the kernel does not look at the others. */
long syscall(long number, ...) {
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  long result = trap(number, a);
  if (result >= 0 || result < -4095) return result;
  errno = -result;
  return -1;
}

/* ---- System calls by name ---- */

ssize_t read(int fd, void *into, size_t size) {
  return syscall(SYS_read, fd, into, size);
}

ssize_t write(int fd, const void *from, size_t size) {
  return syscall(SYS_write, fd, from, size);
}

int close(int fd) {
  return syscall(SYS_close, fd);
}

int pipe2(int ends[2], int flags) {
  return syscall(SYS_pipe2, ends, flags);
}

int kill(pid_t pid, int number) {
  return syscall(SYS_kill, pid, number);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  return syscall(SYS_clock_gettime, clock, time);
}

void _exit(int code) {
  for (;;) syscall(SYS_exit_group, code);
}

/* ---- Memory and strings ---- */

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  for (size_t i = 0; i < size; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}

void *memmove(void *to, const void *from, size_t size) {
  if (to <= from) return memcpy(to, from, size);
  while (size-- > 0) ((char *)to)[size] = ((const char *)from)[size];
  return to;
}

void *memset(void *to, int byte, size_t size) {
  for (size_t i = 0; i < size; i++) ((char *)to)[i] = byte;
  return to;
}

void *memchr(const void *in, int byte, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (((const unsigned char *)in)[i] == (unsigned char)byte) return (char *)in + i;
  return NULL;
}

size_t strlen(const char *string) {
  size_t length = 0;
  while (string[length]) length++;
  return length;
}

int strcmp(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

char *strcpy(char *restrict to, const char *restrict from) {
  return memcpy(to, from, strlen(from) + 1);
}

/* A stack is all the heap that init needs: what was taken last is given back first. Its pages cost
 * nothing before they are touched; what is too large for it is mapped. */
static _Alignas(16) char heap[64 << 10];
static size_t heap_used;

struct block {
  size_t size;
  _Alignas(16) char bytes[];
};

void *malloc(size_t size) {
  size_t whole = (sizeof(struct block) + size + 15) & ~(size_t)15;
  struct block *block = (struct block *)(heap + heap_used);
  if (whole <= sizeof heap - heap_used) {
    heap_used += whole;
  } else {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    long mapped = syscall(SYS_mmap, NULL, whole, PROT_READ | PROT_WRITE, flags, -1, 0L);
    if (mapped == -1) return NULL;
    block = (struct block *)mapped;
  }
  block->size = whole;
  return block->bytes;
}

void free(void *bytes) {
  if (!bytes) return;
  struct block *block = (struct block *)((char *)bytes - offsetof(struct block, bytes));
  bool mapped = (char *)block < heap || (char *)block >= heap + sizeof heap;
  if (mapped)
    syscall(SYS_munmap, block, block->size);
  else
    heap_used = (char *)block - heap;
}
