/*
 * Those who are connected to a container by the socket `attach` in the working directory.
 *
 *   frame     := u8 type  u32 size  u8[size]       in the machine's byte order
 *   to us     := 'a' attach  'i' input  'e' the input's end  'w' u16 rows u16 columns
 *   from us   := 'o' output  'e' error output  'x' i32 exit code i32 signal, and the end
 *
 * Who has not asked to be attached is told the end only.
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

enum { MAX_CLIENTS = 32, INPUT = 4 << 10 };

/* Input on its way to the container. */
extern struct input {
  char bytes[INPUT];
  size_t start, end;
  bool ended;
} input;

void clients_open(void);
void clients_resize(int terminal);        /* the terminal whose size they tell */
int clients_prepare(struct pollfd *into); /* fills in MAX_CLIENTS + 1, and says how many */
void clients_serve(void);

/* What all attached clients get; nothing more may be given until they have it. */
void clients_give(char type, const char *bytes, size_t size);
bool clients_have_it(void);

/* Lets those go who do not take what they get. */
void clients_drop_slow(void);

/* Tells all how the container ended, and lets them go. */
void clients_end(int code, int number);

#endif
