/** Published ports, from all sides. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK, SOURCE } from "./start.ts";

/** 7.6 to 7.8, and 7.18 */
export const published: LessonTexts = {
  "7.6": {
    title: both("a published port is reached from outside", "发布的端口可以从外面访问"),
    anchor: "publish",
    hints: [
      both(
        "The check runs a container with -p 8080:7007 and -p 8080:7007/udp, and somebody outside asks the host's port 8080.",
        "检查用 -p 8080:7007 和 -p 8080:7007/udp 运行容器，由外面的人访问宿主机的 8080 端口。",
      ),
      both(
        "Two rules are needed: one that changes the destination (DNAT) before the host decides where the packet goes, one that lets it into the network.",
        "需要两条规则：一条在宿主机决定包的去向之前改写目的地址（DNAT），一条放它进入网络。",
      ),
      both(
        "-p 8080:7007: the host's port is matched (--dport), the container's is the destination (--to-destination ADDRESS:PORT).",
        "-p 8080:7007：匹配的是宿主机的端口（--dport），目的是容器的端口（--to-destination 地址:端口）。",
      ),
      both(
        "publishRules: `-A MYDOCKER-PUBLISH -p ${protocol} --dport ${hostPort} … -j DNAT --to-destination …`; admitRules: `-I ${own} -d ${address} -p ${protocol} --dport ${containerPort} -m conntrack --ctstate DNAT … -j ACCEPT`",
        "publishRules: `-A MYDOCKER-PUBLISH -p ${protocol} --dport ${hostPort} … -j DNAT --to-destination …`; admitRules: `-I ${own} -d ${address} -p ${protocol} --dport ${containerPort} -m conntrack --ctstate DNAT … -j ACCEPT`",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "not-published": both(
        "the host itself answered that nobody listens: no DNAT matched. Which of the two ports of -p is the host's?",
        "宿主机自己回答说没有人监听：没有匹配到 DNAT。-p 的两个端口中，哪个是宿主机的？",
      ),
      "not-admitted": both(
        "the destination was changed, and then the packet was dropped at the network's door: the rule of admitRules must come before the DROP (-I), and match the container's port, since DNAT has been done",
        "目的地址已经改写，但包在进入网络时被丢弃：admitRules 的规则要在 DROP 之前（-I），并且匹配容器的端口，因为 DNAT 已经完成",
      ),
      "only-tcp": both(
        "UDP needs rules of its own: -p ${protocol}, in all of them",
        "UDP 需要自己的规则：每条规则都用 -p ${protocol}",
      ),
      "source-changed": SOURCE,
    },
  },

  "7.7": {
    title: both(
      "a published port is reached from the host, by 127.0.0.1 too",
      "宿主机也能访问发布的端口，包括用 127.0.0.1",
    ),
    anchor: "loopback",
    hints: [
      both(
        "On the host: nc 127.0.0.1 8080, and nc with the host's own address.",
        "在宿主机上：nc 127.0.0.1 8080，以及用宿主机自己的地址。",
      ),
      both(
        "What the host sends itself begins at OUTPUT and never comes by PREROUTING; code that is given sends both to MYDOCKER-PUBLISH.",
        "宿主机自己发出的包从 OUTPUT 开始，不经过 PREROUTING；给定的代码已把两者都引到 MYDOCKER-PUBLISH。",
      ),
      both(
        "From 127.0.0.1, the source must change, too: the container would answer itself. MASQUERADE, in MYDOCKER-POSTROUTING, for connections whose destination was changed.",
        "从 127.0.0.1 来的，源地址也必须改：否则容器会回答给自己。对目的地址已改写的连接，在 MYDOCKER-POSTROUTING 里 MASQUERADE。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "not-by-own-address": both(
        "the DNAT is seen by packets from outside only: what the host sends itself comes by OUTPUT",
        "只有外面来的包才经过 DNAT：宿主机自己发出的包走 OUTPUT",
      ),
      "not-by-loopback": both(
        "a packet from 127.0.0.1 may not leave the host (route_localnet), or the container sent its answer to its own 127.0.0.1: -s 127.0.0.0/8 … -j MASQUERADE",
        "来自 127.0.0.1 的包不能离开宿主机（route_localnet），或容器把回答发给了它自己的 127.0.0.1：-s 127.0.0.0/8 … -j MASQUERADE",
      ),
      "published-to-all": both(
        "the address before the ports was ignored, and a service that was meant for the host is open to the world: -d HOSTIP",
        "端口前面的地址被忽略了，本来只给宿主机用的服务对全世界开放：-d 宿主机地址",
      ),
    },
  },

  "7.8": {
    title: both(
      "a published port is reached from other containers, by the host's address",
      "其他容器可以通过宿主机的地址访问发布的端口",
    ),
    anchor: "hairpin",
    hints: [
      both(
        "In a second container: nc 203.0.113.2 8080, the host's address and port. Try tcpdump, or conntrack -L, on the host.",
        "在第二个容器里：nc 203.0.113.2 8080，即宿主机的地址和端口。在宿主机上可用 tcpdump 或 conntrack -L 观察。",
      ),
      both(
        "The packet comes in by the bridge, and goes out by the bridge: a hairpin. The neighbour would answer straight to the asker, from another address than the one that was asked.",
        "包从网桥进来，又从网桥出去，像发夹一样。邻居会直接回答提问者，而回答的地址不是被问的那个。",
      ),
      both(
        "So that the answer comes back to the host, it must come from the host: -s SUBNET -d ADDRESS -o BRIDGE … -m conntrack --ctstate DNAT -j MASQUERADE",
        "要让回答经过宿主机，请求就要由宿主机发出：-s 子网 -d 地址 -o 网桥 … -m conntrack --ctstate DNAT -j MASQUERADE",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "no-hairpin": both(
        "the neighbour answered straight to the asker, whose kernel knows of no such connection: the source must change as well, for the container's own subnet",
        "邻居直接回答了提问者，而后者的内核不认识这个连接：来自容器自己子网的，源地址也要改",
      ),
      "no-hairpin-to-itself": both(
        "a container that asks itself by the host gets its own packet back by the port that it left by: the bridge's port needs hairpin mode, or the packet the host's source address",
        "容器通过宿主机访问自己时，包要从它离开的端口回来：网桥端口需要 hairpin 模式，或由宿主机改写源地址",
      ),
      "no-way-across": both(
        "another network may not come in but by a published port, and by that it may: admitRules does not ask where from",
        "其他网络只能通过发布的端口进来，而从那里是可以的：admitRules 不问来源",
      ),
    },
  },

  "7.18": {
    title: both(
      "a port that somebody has is refused before anything runs",
      "已被占用的端口会在运行之前被拒绝",
    ),
    anchor: "ports",
    hints: [
      both(
        "mydocker run -p 80:80 … twice; or with a server of the machine on that port. The second must end with 125, and say which port.",
        "mydocker run -p 80:80 … 运行两次；或宿主机上已有服务占用该端口。第二次应以 125 结束，并说明是哪个端口。",
      ),
      both(
        "DNAT never asks whether somebody listens: a second rule is simply never reached, and a server of the machine is cut off without a word.",
        "DNAT 不管有没有人监听：第二条规则永远不会被匹配，而宿主机上的服务会悄无声息地被截断。",
      ),
      both(
        "This is code that is given (an implementation of your own has to do it): bind(2) the port, or read /proc/net/tcp, under the lock.",
        "这部分由给定的代码完成（自带实现则要自己做）：在锁内 bind(2) 该端口，或读取 /proc/net/tcp。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "published-twice": both(
        "two containers have the same port: nobody wrote down which ports are published, or nobody looked",
        "两个容器发布了同一个端口：没有记录已发布的端口，或没有检查",
      ),
      "published-over": both(
        "a server of the machine was cut off: DNAT comes before it",
        "宿主机上的服务被截断了：DNAT 在它之前",
      ),
      "port-unsaid": both("the message does not name the port", "错误信息没有说明是哪个端口"),
    },
  },
};
