/* The system calls that a plan may ask for; calls.c has the table of them. */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>

enum { MAX_ARGS = 6 }; /* no system call takes more */

/* One argument. What `data` points to lasts as long as its record. */
struct arg {
  char kind;   /* i integer, s string, b bytes, v vector, d descriptor, 0 NULL */
  long number; /* the integer, or the descriptor's number */
  void *data;  /* the string, the bytes, or the NULL-terminated array of strings */
  size_t size; /* of the bytes */
};

struct call {
  const char *name;
  /* A letter for each argument: i integer, s string, S string or NULL, b bytes, v vector,
   * d descriptor (kept under a name, or an integer such as AT_FDCWD), x integer or bytes. */
  const char *signature;
  /* Makes the call with arguments that fit the signature. -1 is failure, and errno says why. */
  long (*function)(const struct arg *);
};

/* NULL when there is no call of this name. */
const struct call *find_call(const char *name);

#endif
