/* Prints each argument, seconds since 1970, as text.c writes it. */
#include "../text.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    struct timespec time = {.tv_sec = atol(argv[i]), .tv_nsec = 7};
    char text[64];
    *put_time(text, &time) = 0;
    puts(text);
  }
  return 0;
}
