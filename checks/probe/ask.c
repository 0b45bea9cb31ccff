/*
 * The one who asks: by TCP, UDP or ICMP, or a name server for an address. Everything has a limit in
 * milliseconds, and who gets no answer says why, as the kernel told it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "probe.h"

enum { NO_ANSWER = 1, MOST = 1024 };

static int no_answer(int error) {
  puts(error == ETIMEDOUT ? "timed out" : strerror(error));
  return NO_ANSWER;
}

static struct sockaddr_storage target;
static socklen_t target_size;

/* Whether it is an address, of either version. */
static int aim(const char *address, int port) {
  struct sockaddr_in *four = (struct sockaddr_in *)&target;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)&target;
  if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    target_size = sizeof *four;
  } else if (inet_pton(AF_INET6, address, &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    target_size = sizeof *six;
  } else {
    fprintf(stderr, "probe: %s is no address\n", address);
    exit(MISUSE);
  }
  return target.ss_family;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Waits for a socket; the error that it has, or ETIMEDOUT. */
static int await(int fd, short events, long long deadline) {
  struct pollfd one = {fd, events, 0};
  int error = 0;
  long long left = deadline - now();
  if (poll(&one, 1, left > 0 ? (int)left : 0) <= 0) return ETIMEDOUT;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){sizeof error});
  return error;
}

/* ask tcp|udp ADDRESS PORT QUESTION MS: prints the answer. */
int do_ask(char **argv) {
  char answer[MOST];
  int tcp = strcmp(argv[0], "tcp") == 0, family = aim(argv[1], atoi(argv[2])), error;
  long long deadline = now() + atoi(argv[4]);
  int fd = socket(family, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK, 0);
  if (fd < 0) return no_answer(errno);
  if (connect(fd, (struct sockaddr *)&target, target_size) < 0) {
    if (errno != EINPROGRESS) return no_answer(errno);
    if ((error = await(fd, POLLOUT, deadline))) return no_answer(error);
  }
  if (send(fd, argv[3], strlen(argv[3]), MSG_NOSIGNAL) < 0) return no_answer(errno);
  if ((error = await(fd, POLLIN, deadline))) return no_answer(error);
  ssize_t length = recv(fd, answer, sizeof answer, 0);
  if (length <= 0) return no_answer(length < 0 ? errno : ECONNRESET);
  printf("%.*s\n", (int)length, answer);
  return 0;
}

/* The checksum of ICMP (RFC 1071); ICMPv6's is made by the kernel. */
static unsigned short checksum(const unsigned short *words, size_t size) {
  unsigned sum = 0;
  for (size_t i = 0; i < size / 2; i++) sum += words[i];
  sum = (sum >> 16) + (sum & 0xffff);
  return ~(sum + (sum >> 16));
}

/* Whether it is the reply to our request; IPv4 comes with its header before it. */
static int is_reply(int family, const unsigned char *packet, ssize_t length, unsigned short id) {
  const struct icmphdr *reply = (const void *)(packet + (family == AF_INET ? (packet[0] & 15) * 4 : 0));
  if ((const unsigned char *)(reply + 1) > packet + length) return 0;
  return reply->type == (family == AF_INET ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) &&
         reply->un.echo.id == id;
}

/* ping ADDRESS MS: ends with 0 when an echo comes back. */
int do_ping(char **argv) {
  unsigned char packet[MOST];
  int family = aim(argv[0], 0), error;
  long long deadline = now() + atoi(argv[1]);
  struct icmphdr request = {.type = family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST};
  int fd = socket(family, SOCK_RAW, family == AF_INET ? (int)IPPROTO_ICMP : (int)IPPROTO_ICMPV6);
  if (fd < 0) return failed("socket");
  request.un.echo.id = htons(getpid() & 0xffff);
  request.checksum = checksum((unsigned short *)&request, sizeof request);
  if (connect(fd, (struct sockaddr *)&target, target_size) < 0) return no_answer(errno);
  if (send(fd, &request, sizeof request, 0) < 0) return no_answer(errno);
  for (;;) {
    if ((error = await(fd, POLLIN, deadline))) return no_answer(error);
    ssize_t length = recv(fd, packet, sizeof packet, 0);
    if (length < 0) return no_answer(errno);
    if (is_reply(family, packet, length, request.un.echo.id)) return 0;
  }
}

/* A query for the IPv4 addresses of a name (RFC 1035, 4.1). */
static size_t query(unsigned char *packet, const char *name) {
  static const unsigned char header[] = {0x17, 0x17, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  static const unsigned char end[] = {0, 0, 1, 0, 1};
  unsigned char *at = memcpy(packet, header, sizeof header);
  for (at += sizeof header; *name; name += strcspn(name, ".") + (strchr(name, '.') != NULL)) {
    size_t length = strcspn(name, ".");
    *at++ = (unsigned char)length;
    memcpy(at, name, length);
    at += length;
  }
  memcpy(at, end, sizeof end);
  return at + sizeof end - packet;
}

/* dns SERVER NAME MS: prints the address that a name server has for a name. */
int do_dns(char **argv) {
  unsigned char packet[MOST];
  char text[INET_ADDRSTRLEN];
  int fd = socket(aim(argv[0], 53), SOCK_DGRAM, 0), error;
  if (strlen(argv[1]) > 253) return MISUSE;
  size_t asked = query(packet, argv[1]);
  if (connect(fd, (struct sockaddr *)&target, target_size) < 0) return no_answer(errno);
  if (send(fd, packet, asked, 0) < 0) return no_answer(errno);
  if ((error = await(fd, POLLIN, now() + atoi(argv[2])))) return no_answer(error);
  ssize_t length = recv(fd, packet, sizeof packet, 0);
  if (length < (ssize_t)(asked + 16)) return no_answer(ENOENT);
  unsigned char *last = packet + length - 4; /* of a single answer, its address */
  if (packet[3] & 15 || last[-2] != 0 || last[-1] != 4) return no_answer(ENOENT);
  puts(inet_ntop(AF_INET, last, text, sizeof text));
  return 0;
}
