/*
 * The one who is asked, in a container or outside: a server that tells everybody who asks which
 * address the question seemed to come from, by TCP and UDP, IPv4 and IPv6, on one port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "probe.h"

enum { MOST = 512, SLOW = 1 /* s for somebody who has connected to say something */ };

/* An address as people write it, an IPv4 one that came by way of IPv6 too. */
static const char *written(const struct sockaddr_storage *from) {
  static char text[INET6_ADDRSTRLEN];
  const void *address = from->ss_family == AF_INET
                            ? (const void *)&((const struct sockaddr_in *)from)->sin_addr
                            : (const void *)&((const struct sockaddr_in6 *)from)->sin6_addr;
  inet_ntop(from->ss_family, address, text, sizeof text);
  return strncmp(text, "::ffff:", 7) == 0 && strchr(text, '.') ? text + 7 : text;
}

/* Notes who has asked what, and makes the answer: the address, then the question again. */
static int answer(char *text, const char *protocol, const struct sockaddr_storage *from,
                  const char *question, ssize_t length) {
  char line[MOST + 80];
  int size = snprintf(line, sizeof line, "%s %s %.*s\n", protocol, written(from), (int)length, question);
  if (write(1, line, size) < 0) return -1;
  return snprintf(text, MOST + 80, "%s %.*s", written(from), (int)length, question);
}

static void serve_tcp(int listener) {
  struct sockaddr_storage from;
  char question[MOST], text[MOST + 80];
  int fd = accept4(listener, (struct sockaddr *)&from, &(socklen_t){sizeof from}, SOCK_CLOEXEC);
  if (fd < 0) return;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){SLOW, 0}, sizeof(struct timeval));
  ssize_t length = recv(fd, question, sizeof question, 0);
  int size = length > 0 ? answer(text, "tcp", &from, question, length) : -1;
  if (size > 0) send(fd, text, size, MSG_NOSIGNAL);
  close(fd);
}

/* Answers from the address that was asked: a machine with several would take any of them. */
static void serve_udp(int fd) {
  struct sockaddr_storage from;
  char question[MOST], text[MOST + 80];
  union {
    char room[CMSG_SPACE(sizeof(struct in6_pktinfo))];
    struct cmsghdr align;
  } control;
  struct iovec part = {question, sizeof question};
  struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part,
                           .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(fd, &message, 0);
  int size = length > 0 ? answer(text, "udp", &from, question, length) : -1;
  if (size < 0) return;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
    if (c->cmsg_level == IPPROTO_IPV6) ((struct in6_pktinfo *)CMSG_DATA(c))->ipi6_ifindex = 0;
    else ((struct in_pktinfo *)CMSG_DATA(c))->ipi_ifindex = 0;
  part = (struct iovec){text, size};
  sendmsg(fd, &message, 0);
}

/* A socket on all addresses, of both versions where the machine has both. */
static int bound(int type, int port) {
  int on = 1, fd = socket(AF_INET6, type, 0);
  if (fd >= 0) {
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &(int){0}, sizeof on);
    setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return bind(fd, (struct sockaddr *)&any, sizeof any) < 0 ? -1 : fd;
  }
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(port)};
  if ((fd = socket(AF_INET, type, 0)) < 0) return -1;
  setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return bind(fd, (struct sockaddr *)&any, sizeof any) < 0 ? -1 : fd;
}

/* Opens both sockets and goes on under another name, so that the witness sees that they are open. */
static int open_and_become(const char *name, char **argv) {
  char tcp[16], udp[16];
  int port = atoi(argv[0]), listener = bound(SOCK_STREAM, port), datagrams = bound(SOCK_DGRAM, port);
  if (listener < 0 || datagrams < 0 || listen(listener, 64) < 0) return failed("listen");
  snprintf(tcp, sizeof tcp, "%d", listener);
  snprintf(udp, sizeof udp, "%d", datagrams);
  return become((char *[]){(char *)name, tcp, udp, argv[1], NULL});
}

/* serve PORT TOKEN: becomes `probe serving …` once it can be asked. */
int do_serve(char **argv) { return open_and_become("serving", argv); }

/* outside PORT TOKEN: the same for as long as the pretend host is there. */
int do_outside(char **argv) { return open_and_become("reached", argv); }

/* serving TCP UDP TOKEN: on these descriptors. */
int do_serving(char **argv) {
  struct pollfd sockets[] = {{atoi(argv[0]), POLLIN, 0}, {atoi(argv[1]), POLLIN, 0}};
  for (;;) {
    if (poll(sockets, 2, -1) < 0 && errno != EINTR) return failed("poll");
    if (sockets[0].revents) serve_tcp(sockets[0].fd);
    if (sockets[1].revents) serve_udp(sockets[1].fd);
  }
}
