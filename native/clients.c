#include "clients.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { HEADER = 5, SIZE = 4 };

static struct client {
  bool connected, attached;
  int fd;
  size_t sent; /* of the frame that all get */
  unsigned char header[HEADER + SIZE]; /* of the frame that it sends, with a short content */
  size_t got;
  uint32_t left; /* of that frame's content */
} clients[MAX_CLIENTS];

static int listening = -1, resized = -1;
static struct {
  char header[HEADER];
  const char *bytes;
  size_t size;
} frame;

struct input input;

/* ---- Coming and going ---- */

void clients_open(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "attach"};
  syscall(SYS_unlinkat, AT_FDCWD, "attach", 0L);
  listening = syscall(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0L);
  long mask = syscall(SYS_umask, 0077);
  syscall(SYS_bind, listening, &address, sizeof address);
  syscall(SYS_umask, mask);
  syscall(SYS_listen, listening, 4 * MAX_CLIENTS);
}

void clients_resize(int terminal) {
  resized = terminal;
}

static void let_go(struct client *client) {
  close(client->fd);
  client->connected = false;
}

static struct client *free_client(void) {
  for (int i = 0; i < MAX_CLIENTS; i++)
    if (!clients[i].connected) return &clients[i];
  return NULL;
}

static void admit(void) {
  struct client *client;
  while ((client = free_client())) {
    long fd = syscall(SYS_accept4, listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    memset(client, 0, sizeof *client);
    client->connected = true;
    client->fd = fd;
  }
}

/* ---- What they say ---- */

static void resize(const unsigned char *bytes) {
  uint16_t size[2];
  memcpy(size, bytes, sizeof size);
  struct winsize window = {.ws_row = size[0], .ws_col = size[1]};
  if (resized >= 0) syscall(SYS_ioctl, resized, (long)TIOCSWINSZ, &window);
}

static void obey(struct client *client) {
  char type = client->header[0];
  if (type == 'a') {
    client->attached = true;
    client->sent = HEADER + frame.size; /* what others are getting is not for this one */
  }
  if (type == 'e') input.ended = true;
  if (type == 'w') resize(client->header + HEADER);
  client->got = 0;
}

static bool is_input(const struct client *client) {
  return client->header[0] == 'i';
}

/* Reads a part of a frame: its header, its short content, or input. Returns whether to go on. */
static bool hear(struct client *client) {
  bool input_follows = client->got == HEADER && is_input(client);
  char *into = input_follows ? input.bytes : (char *)client->header + client->got;
  size_t size = input_follows ? INPUT : client->got < HEADER ? HEADER - client->got : client->left;
  if (client->got >= HEADER && size > client->left) size = client->left;
  ssize_t got = read(client->fd, into, size);
  if (got < 0 && errno == EAGAIN) return false;
  if (got <= 0) return let_go(client), false;
  if (client->got < HEADER) {
    client->got += got;
    if (client->got < HEADER) return true;
    memcpy(&client->left, client->header + 1, sizeof client->left);
    if (!is_input(client) && client->left > SIZE) return let_go(client), false;
  } else {
    client->left -= got;
    if (input_follows) input.end = got;
    else client->got += got;
  }
  if (client->left == 0) obey(client);
  return input.end == 0;
}

/* ---- What they hear ---- */

void clients_give(char type, const char *bytes, size_t size) {
  uint32_t told = size;
  frame.header[0] = type;
  memcpy(frame.header + 1, &told, sizeof told);
  frame.bytes = bytes;
  frame.size = size;
  for (int i = 0; i < MAX_CLIENTS; i++) clients[i].sent = 0;
}

static bool lacks(const struct client *client) {
  return client->connected && client->attached && client->sent < HEADER + frame.size;
}

bool clients_have_it(void) {
  for (int i = 0; i < MAX_CLIENTS; i++)
    if (lacks(&clients[i])) return false;
  return true;
}

/* Without SIGPIPE, which would be pending for ever: it is blocked. */
static ssize_t send_part(int fd, const char *bytes, size_t size) {
  return syscall(SYS_sendto, fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT, NULL, 0L);
}

static void tell(struct client *client) {
  while (lacks(client)) {
    bool header = client->sent < HEADER;
    size_t done = header ? client->sent : client->sent - HEADER;
    const char *bytes = header ? frame.header : frame.bytes;
    ssize_t sent = send_part(client->fd, bytes + done, (header ? HEADER : frame.size) - done);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) return let_go(client);
    client->sent += sent;
  }
}

void clients_drop_slow(void) {
  for (int i = 0; i < MAX_CLIENTS; i++)
    if (lacks(&clients[i])) let_go(&clients[i]);
}

void clients_end(int code, int number) {
  struct {
    char header[HEADER];
    int32_t code, number;
  } __attribute__((packed)) end = {{'x', 8, 0, 0, 0}, code, number};
  /* Nobody else gets in, and who is in the queue already is told too. */
  syscall(SYS_unlinkat, AT_FDCWD, "attach", 0L);
  for (bool more = true; more;) {
    more = false;
    admit();
    for (int i = 0; i < MAX_CLIENTS; i++) {
      if (!clients[i].connected) continue;
      send_part(clients[i].fd, (char *)&end, sizeof end);
      let_go(&clients[i]);
      more = true;
    }
  }
  close(listening);
  listening = -1;
}

/* ---- Polling ---- */

int clients_prepare(struct pollfd *into) {
  int count = 0;
  into[count++] = (struct pollfd){.fd = free_client() ? listening : -1, .events = POLLIN};
  for (int i = 0; i < MAX_CLIENTS; i++) {
    struct client *client = &clients[i];
    short events = (input.end == 0 ? POLLIN : 0) | (lacks(client) ? POLLOUT : 0);
    into[count++] = (struct pollfd){.fd = client->connected && events ? client->fd : -1, .events = events};
  }
  return count;
}

void clients_serve(void) {
  admit();
  for (int i = 0; i < MAX_CLIENTS; i++) {
    struct client *client = &clients[i];
    if (client->connected) tell(client);
    while (client->connected && input.end == 0 && hear(client)) continue;
  }
}
