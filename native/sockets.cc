// Sockets between two processes, and descriptors through them (unix(7)).

#include "addon.h"

#include <sys/socket.h>

#include <cstring>

// socketpair(): [one end, the other]
Value SocketPair(const CallbackInfo& info) {
  int ends[2];
  Check(info.Env(), "socketpair", socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  return Pair(info, ends[0], ends[1]);
}

// sendDescriptor(socket, descriptor): one byte, with the descriptor (SCM_RIGHTS) or, for -1, without
void SendDescriptor(const CallbackInfo& info) {
  char byte = 0;
  iovec part = {&byte, 1};
  alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))] = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  int descriptor = Int(info[1]);
  if (descriptor >= 0) {
    message.msg_control = space;
    message.msg_controllen = sizeof space;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  Check(info.Env(), "sendmsg", sendmsg(Int(info[0]), &message, MSG_NOSIGNAL));
}
