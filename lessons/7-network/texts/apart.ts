/** Who is kept apart. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK } from "./start.ts";

const CUT_OFF = {
  "cut-off": both(
    "the wall stands on the wrong side: these packets were to get through",
    "墙立错了地方：这些包本来应当能通过",
  ),
  "other-source": both(
    "outside, the container goes by another address than the host's",
    "外面看到的不是宿主机的地址",
  ),
};

/** 7.9 to 7.11 */
export const apart: LessonTexts = {
  "7.9": {
    title: both("two networks do not reach each other", "两个网络互相隔离"),
    anchor: "apart",
    hints: [
      both(
        "A container on each of two networks: both reach the outside, and neither reaches the other.",
        "两个网络各有一个容器：都能访问外面，但互相不能访问。",
      ),
      both(
        "The host is a router between all its bridges. Whoever may go out by any interface may go out by another bridge, too, unless that one refuses.",
        "宿主机是所有网桥之间的路由器。能从任意接口出去的包，也能从另一个网桥出去，除非后者拒绝。",
      ),
      both(
        "What leaves by a bridge (-o) is judged by that network's own chain, before MYDOCKER-OUTWARD accepts: answers yes, its own bridge yes, all others DROP.",
        "从某个网桥离开（-o）的包，先由该网络自己的链判断，然后才轮到 MYDOCKER-OUTWARD：回答放行，来自自己网桥的放行，其余 DROP。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...CUT_OFF,
      "not-isolated": both(
        "an ACCEPT came first: in iptables the first rule that matches decides. Where the packet goes (-o) must be asked before where it comes from (-i)",
        "ACCEPT 排在了前面：iptables 由第一条匹配的规则决定。要先问包去哪里（-o），再问它从哪里来（-i）",
      ),
      "udp-through": both(
        "TCP and ICMP are stopped, datagrams come through; one that gets there is enough for an attack, even when the answer does not get back",
        "TCP 和 ICMP 被挡住了，UDP 却能过去；即使回答回不来，一个包到达就足以构成攻击",
      ),
    },
  },

  "7.10": {
    title: both("an internal network has no way out", "内部网络没有出口"),
    anchor: "internal",
    hints: [
      both(
        "network create --internal …: its containers reach each other. The check also adds a default route in one of them.",
        "network create --internal …：其中的容器可以互通。检查还会在其中一个容器里添加默认路由。",
      ),
      both(
        "No default route, and no MASQUERADE, is courtesy. A wall is a rule on the host.",
        "没有默认路由、没有 MASQUERADE，只是礼貌。真正的墙是宿主机上的规则。",
      ),
      both(
        "isolationRules, for `internal`: `-I MYDOCKER-ISOLATION -i BRIDGE ! -o BRIDGE … -j DROP`, before all other rules.",
        "isolationRules 中，`internal` 时：`-I MYDOCKER-ISOLATION -i 网桥 ! -o 网桥 … -j DROP`，排在其他规则之前。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...CUT_OFF,
      "way-out": both(
        "only the route is missing, and a container may add one itself, as far as the host is concerned: the packet left the host",
        "只是少了路由，而容器可以自己添加：包离开了宿主机",
      ),
      "way-across": both(
        "the other network's rules came first, and its own chain lets published ports in: the wall belongs at the top of MYDOCKER-ISOLATION (-I)",
        "另一个网络的规则排在前面，而它自己的链放行发布的端口：墙要立在 MYDOCKER-ISOLATION 的最前面（-I）",
      ),
    },
  },

  "7.11": {
    title: both("nobody gets to a port that is not published", "没有发布的端口谁也到不了"),
    anchor: "door",
    hints: [
      both(
        "Somebody outside adds a route: 192.168.10.0/24 by your host. Private addresses are no secret, and no protection.",
        "外面的人添加一条路由：192.168.10.0/24 经过你的宿主机。私有地址不是秘密，也不是保护。",
      ),
      both(
        "The host forwards (ip_forward), so the packets come in, unless the network's own chain drops what nobody has asked for.",
        "宿主机会转发（ip_forward），所以包能进来，除非网络自己的链丢弃不请自来的包。",
      ),
      both(
        "The last rule of `own` drops everything, wherever it comes from. admitRules lets in a published port only, and only by the host's port: -m conntrack --ctstate DNAT.",
        "`own` 的最后一条规则丢弃一切，不论来源。admitRules 只放行发布的端口，而且必须是经宿主机端口来的：-m conntrack --ctstate DNAT。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...CUT_OFF,
      "open-to-all": both(
        "containers are open to everybody on the host's own wire: the DROP at the end of the network's chain is missing or too narrow, or a published port opens all of them",
        "与宿主机在同一条线路上的任何人都能访问容器：网络的链末尾缺少 DROP 或范围太小，或发布一个端口就打开了全部端口",
      ),
      "past-the-port": both(
        "the rule of admitRules asks for address and port only: who has a way to the container comes in without the machine's port (--ctstate DNAT)",
        "admitRules 的规则只看地址和端口：有路到容器的人，不经宿主机的端口就进来了（--ctstate DNAT）",
      ),
    },
  },
};
