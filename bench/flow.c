// flow sink            listens on a free port, prints it, takes one connection and reads it to its
//                      end, prints how many bytes came and in how many ns
// flow source ADDRESS PORT MILLISECONDS   connects and writes for so long
//
// One TCP connection, as fast as it goes. Static, so that it runs in any root.

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1 << 17 };

static char buffer[CHUNK];

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int fail(const char *what) {
  perror(what);
  return 1;
}

static int sink(void) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t size = sizeof at;
  int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listening, (struct sockaddr *)&at, size) != 0 || listen(listening, 1) != 0)
    return fail("listen");
  getsockname(listening, (struct sockaddr *)&at, &size);
  printf("%d\n", ntohs(at.sin_port));
  fflush(stdout);
  int peer = accept(listening, NULL, NULL);
  if (peer < 0) return fail("accept");
  long long bytes = 0, began = now();
  for (ssize_t n; (n = read(peer, buffer, CHUNK)) > 0;) bytes += n;
  printf("%lld %lld\n", bytes, now() - began);
  return 0;
}

static int source(const char *address, int port, int milliseconds) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, address, &to.sin_addr) != 1) return fail(address);
  int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(peer, (struct sockaddr *)&to, sizeof to) != 0) return fail("connect");
  long long until = now() + milliseconds * 1000000LL;
  while (now() < until)
    if (write(peer, buffer, CHUNK) < 0) return fail("write");
  return 0;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  if (argc == 2 && strcmp(argv[1], "sink") == 0) return sink();
  if (argc == 5 && strcmp(argv[1], "source") == 0)
    return source(argv[2], atoi(argv[3]), atoi(argv[4]));
  fprintf(stderr, "usage: flow sink | flow source ADDRESS PORT MILLISECONDS\n");
  return 2;
}
