/** Neighbours, and the way out. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK, SOURCE } from "./start.ts";

const OUT = {
  "no-forwarding": both(
    "net.ipv4.ip_forward is 0: the kernel drops whatever is not for itself, before any rule of FORWARD",
    "net.ipv4.ip_forward 是 0：不是发给本机的包，内核在 FORWARD 的规则之前就丢弃了",
  ),
  "no-masquerade": both(
    "the question came there, from the container's own address, to which nobody outside knows the way: the answer was lost. outwardRules: which packets does your rule see? Not every machine calls its interface eth0",
    "请求到达了外面，但源地址是容器自己的，外面没有人知道怎么回去，回答就丢了。outwardRules：你的规则看到了哪些包？不是每台机器的接口都叫 eth0",
  ),
  "replies-dropped": both(
    "the question got out, the answer was dropped on its way in: conntrack's RELATED,ESTABLISHED must be accepted before anything is dropped",
    "请求出去了，回答在回来的路上被丢弃：在丢弃任何包之前，先接受 conntrack 的 RELATED,ESTABLISHED",
  ),
  "other-source": both(
    "outside, the container goes by another address than the host's: MASQUERADE takes that of the interface by which the packet leaves",
    "外面看到的不是宿主机的地址：MASQUERADE 会使用包离开时所经接口的地址",
  ),
  "no-ping": both(
    "TCP and UDP get out, ICMP does not: a rule has a -p too many",
    "TCP 和 UDP 能出去，ICMP 不行：某条规则多写了 -p",
  ),
};

/** 7.3 to 7.5 */
export const reach: LessonTexts = {
  "7.3": {
    title: both("two containers and the host reach each other", "两个容器与宿主机之间可以互通"),
    anchor: "neighbours",
    hints: [
      both(
        "In one container: nc -lp 7007; in the other: nc 192.168.10.2 7007. On the host: ip neigh; bridge fdb show.",
        "在一个容器里：nc -lp 7007；在另一个里：nc 192.168.10.2 7007。在宿主机上：ip neigh；bridge fdb show。",
      ),
      both(
        "A bridge is a switch: it learns behind which port each hardware address is. Neighbours talk without the host's routing, and usually without its rules.",
        "网桥就是交换机：它学习每个硬件地址在哪个端口后面。邻居之间的通信不经过宿主机的路由，通常也不经过它的规则。",
      ),
      both(
        "end.mac is another one for each container, end.veth too.",
        "每个容器的 end.mac 和 end.veth 都不相同。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "not-reached": both(
        "both are on the bridge, and yet no packet comes through: two of the same hardware address or IP address, or an end that is down",
        "两个容器都在网桥上，包却过不去：硬件地址或 IP 地址重复，或某一端没有启用",
      ),
      "source-changed": SOURCE,
    },
  },

  "7.4": {
    title: both(
      "the outside is reached, and sees the host's address",
      "能访问外面，外面看到的是宿主机的地址",
    ),
    anchor: "out",
    hints: [
      both(
        "The check asks 198.51.100.7, in a second network namespace beyond the pretend host. “likely” says how far the packet came; the page shows how to make such an internet by hand.",
        "检查访问的是 198.51.100.7，它在模拟主机之外的另一个网络命名空间里。“likely”说明包走到了哪里；本课页面演示了怎样用手建立这样的“互联网”。",
      ),
      both(
        "The way: eth0, bridge, routing (ip_forward), FORWARD, POSTROUTING, uplink; and back: conntrack changes the destination again, routing, FORWARD, bridge.",
        "去程：eth0、网桥、路由（ip_forward）、FORWARD、POSTROUTING、出口；回程：conntrack 把目的地址改回来，然后路由、FORWARD、网桥。",
      ),
      both(
        "What comes from the subnet and leaves by any other interface than the bridge: -s SUBNET ! -o BRIDGE -j MASQUERADE, in MYDOCKER-POSTROUTING.",
        "来自子网、且不从网桥离开的包：-s 子网 ! -o 网桥 -j MASQUERADE，放在 MYDOCKER-POSTROUTING。",
      ),
      both(
        "outwardRules: return [`-A MYDOCKER-POSTROUTING -s … ! -o … ${remark(network)} -j MASQUERADE`], and [] for an internal network.",
        "outwardRules：return [`-A MYDOCKER-POSTROUTING -s … ! -o … ${remark(network)} -j MASQUERADE`]；内部网络返回 []。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...OUT,
      "no-way-out": both(
        "the question never left the host: no default route inside, or a rule drops it",
        "请求根本没有离开宿主机：容器里没有默认路由，或被某条规则丢弃",
      ),
    },
  },

  "7.5": {
    title: both(
      "also where the machine forwards nothing by itself",
      "即使机器默认不转发任何包，也能访问",
    ),
    anchor: "drop",
    hints: [
      both(
        "The check sets iptables -P FORWARD DROP first, as Docker and many firewalls do.",
        "检查先执行 iptables -P FORWARD DROP，Docker 和许多防火墙都会这样做。",
      ),
      both(
        "Then every packet needs a rule that accepts it: those that go out, the answers, and those to published ports. The policy itself is the machine's, and stays.",
        "这样每个包都需要一条接受它的规则：出去的、回来的、到发布端口的。策略本身属于这台机器，保持不变。",
      ),
      both(
        "isolationRules: MYDOCKER-OUTWARD accepts what comes from the bridge (-i); the network's own chain accepts answers, before it drops.",
        "isolationRules：MYDOCKER-OUTWARD 接受来自网桥的包（-i）；网络自己的链先接受回答，再丢弃其余的。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...OUT,
      "forward-dropped": both(
        "nobody accepts what comes from the bridge, so the machine's policy decides: `-A MYDOCKER-OUTWARD -i BRIDGE -j ACCEPT`",
        "没有规则接受来自网桥的包，于是由机器的策略决定：`-A MYDOCKER-OUTWARD -i 网桥 -j ACCEPT`",
      ),
      "published-dropped": both(
        "outward it works, inward nobody accepts the packets of published ports: admitRules",
        "出去可以，但没有规则接受到发布端口的包：admitRules",
      ),
      "source-changed": SOURCE,
      "policy-changed": both(
        "the policy of FORWARD was changed: the machine would forward for everybody from now on",
        "FORWARD 的策略被改动了：从此这台机器会为所有人转发",
      ),
    },
  },
};
