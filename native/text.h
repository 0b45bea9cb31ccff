/* Text in a buffer, without stdio. Every function returns where it stopped writing. */
#ifndef TEXT_H
#define TEXT_H

#include <time.h>

enum { TIME_SIZE = 30 }; /* 2026-01-02T03:04:05.678901234Z */

char *put_text(char *to, const char *text);
char *put_number(char *to, long number);
char *put_time(char *to, const struct timespec *time); /* RFC 3339, as docker writes it */

/* The number that a text begins with; 0 when it begins with none. */
long number_in(const char *text);

#endif
