// Sockets between two processes, descriptors through them (unix(7)), and addresses (ip(7), ipv6(7)).

#include "addon.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <vector>

// socketpair(): [one end, the other]
Value SocketPair(const CallbackInfo& info) {
  int ends[2];
  Check(info.Env(), "socketpair", socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  return Pair(info, ends[0], ends[1]);
}

// sendDescriptors(socket, descriptors): one byte, with the descriptors (SCM_RIGHTS), if there are any
void SendDescriptors(const CallbackInfo& info) {
  auto given = info[1].As<Napi::Array>();
  std::vector<int> descriptors(given.Length());
  for (uint32_t i = 0; i < given.Length(); i++) descriptors[i] = Int(given.Get(i));
  size_t size = descriptors.size() * sizeof(int);
  std::vector<cmsghdr> space(CMSG_SPACE(size) / sizeof(cmsghdr) + 1);
  char byte = 0;
  iovec part = {&byte, 1};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (size > 0) {
    message.msg_control = space.data();
    message.msg_controllen = CMSG_SPACE(size);
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), descriptors.data(), size);
  }
  Check(info.Env(), "sendmsg", sendmsg(Int(info[0]), &message, MSG_NOSIGNAL));
}

// socket(domain, type, protocol?)
Value Socket(const CallbackInfo& info) {
  int type = Int(info[1]) | SOCK_CLOEXEC;
  int protocol = info[2].IsUndefined() ? 0 : Int(info[2]);
  return Number(info, Check(info.Env(), "socket", socket(Int(info[0]), type, protocol)));
}

// bind(socket, address, port)
void Bind(const CallbackInfo& info) {
  auto text = Text(info[1]);
  in_port_t port = htons(static_cast<uint16_t>(Int(info[2])));
  sockaddr_in v4 = {};
  sockaddr_in6 v6 = {};
  const sockaddr* address = reinterpret_cast<sockaddr*>(&v4);
  socklen_t size = sizeof v4;
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = port;
  } else if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = port;
    address = reinterpret_cast<sockaddr*>(&v6);
    size = sizeof v6;
  } else {
    Fail(info.Env(), "bind", EINVAL);
  }
  Check(info.Env(), "bind", bind(Int(info[0]), address, size));
}
