#include "text.h"

char *put_text(char *to, const char *text) {
  while (*text) *to++ = *text++;
  return to;
}

/* With zeros before it up to that many digits. */
static char *put_digits(char *to, unsigned long number, int digits) {
  char reversed[20];
  int count = 0;
  do reversed[count++] = '0' + number % 10;
  while ((number /= 10) > 0);
  while (count < digits) reversed[count++] = '0';
  while (count > 0) *to++ = reversed[--count];
  return to;
}

char *put_number(char *to, long number) {
  if (number < 0) *to++ = '-';
  return put_digits(to, number < 0 ? 0UL - number : (unsigned long)number, 1);
}

/* The date of a day since 1970. Years begin with March, so that the leap day is the last of its
 * year; an era is the 400 years after which the calendar repeats. */
static char *put_date(char *to, unsigned long days) {
  unsigned long shifted = days + 719468, era = shifted / 146097, day = shifted % 146097;
  unsigned long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  day -= 365 * year + year / 4 - year / 100;
  unsigned long month = (5 * day + 2) / 153;
  day -= (153 * month + 2) / 5;
  year += 400 * era + (month >= 10);
  to = put_digits(to, year, 4);
  *to++ = '-';
  to = put_digits(to, month < 10 ? month + 3 : month - 9, 2);
  *to++ = '-';
  return put_digits(to, day + 1, 2);
}

char *put_time(char *to, const struct timespec *time) {
  unsigned long seconds = time->tv_sec;
  to = put_date(to, seconds / 86400);
  *to++ = 'T';
  to = put_digits(to, seconds / 3600 % 24, 2);
  *to++ = ':';
  to = put_digits(to, seconds / 60 % 60, 2);
  *to++ = ':';
  to = put_digits(to, seconds % 60, 2);
  *to++ = '.';
  to = put_digits(to, time->tv_nsec, 9);
  *to++ = 'Z';
  return to;
}

long number_in(const char *text) {
  long number = 0;
  while (*text >= '0' && *text <= '9') number = 10 * number + (*text++ - '0');
  return number;
}
