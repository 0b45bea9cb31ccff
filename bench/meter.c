// meter
//
// Reads standard input to its end, throws it away, and prints how many bytes there were and how
// many ns went by between the first of them and the last: a producer's start does not count.

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void) {
  static char buffer[1 << 16];
  long long bytes = 0, began = 0;
  for (ssize_t n; (n = read(0, buffer, sizeof buffer)) > 0; bytes += n)
    if (began == 0) began = now();
  printf("%lld %lld\n", bytes, now() - began);
  return bytes == 0;
}
