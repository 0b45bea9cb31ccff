/** Addresses and links: what a container has, and what the host has for it. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK } from "./start.ts";

const TWICE = both(
  "freeAddress does not look at `taken`: the starter gives the same address to everybody",
  "freeAddress 没有看 `taken`：起始代码给每个容器同一个地址",
);
const NETWORK = both(
  "the first address of a range is the network's own name, and nobody's: begin one later",
  "范围内的第一个地址是网络自身的名字，不属于任何人：从下一个开始",
);
const GATEWAY = both(
  "the gateway's address is the bridge's: two owners of one address, and packets go to either",
  "网关的地址属于网桥：一个地址有两个主人，包就会随机到达其中一个",
);

/** 7.1, 7.2, 7.12 and 7.13 */
export const links: LessonTexts = {
  "7.1": {
    title: both("the first container gets .2, the next one .3", "第一个容器得到 .2，下一个得到 .3"),
    anchor: "addresses",
    hints: [
      both(
        "npm run try shell, and in it: mydocker network create --subnet 192.168.10.1/24 testbridge; then, in two containers at once: mydocker run -net testbridge /sbin/ip addr.",
        "npm run try shell，在里面执行：mydocker network create --subnet 192.168.10.1/24 testbridge；然后在两个同时运行的容器里：mydocker run -net testbridge /sbin/ip addr。",
      ),
      both(
        "A network's first address names the network, its last one is for broadcasts, one is the gateway's. All others are for containers, the lowest free one first.",
        "网络的第一个地址代表网络自身，最后一个用于广播，还有一个属于网关。其余的给容器用，先给最小的空闲地址。",
      ),
      both(
        "Addresses are numbers: a loop from range.first + 1n to range.last, which leaves out range.gateway and whatever taken.has(…).",
        "地址就是数字：从 range.first + 1n 循环到 range.last，跳过 range.gateway 和 taken.has(…) 的那些。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "network-given": NETWORK,
      "gateway-given": GATEWAY,
      "address-twice": TWICE,
      "other-address": both(
        "the lowest free address comes first: .2, then .3, as in the article",
        "应先给最小的空闲地址；按照文章，应当是 .2，然后是 .3",
      ),
      "wrong-prefix": both(
        "the address was added with another prefix than the subnet's: the container takes strangers for neighbours, or neighbours for strangers. prefixOf(subnet)",
        "添加地址时用的前缀与子网不同：容器会把外人当邻居，或把邻居当外人。应使用 prefixOf(subnet)",
      ),
    },
  },

  "7.2": {
    title: both(
      "bridge, veth, eth0, lo and the default route are in place",
      "网桥、veth、eth0、lo 和默认路由都已就绪",
    ),
    anchor: "links",
    hints: [
      both(
        "While a container runs: ip -br addr; ip -br link show master BRIDGE; nsenter -t PID -n ip addr; nsenter -t PID -n ip route.",
        "容器运行时：ip -br addr；ip -br link show master 网桥；nsenter -t PID -n ip addr；nsenter -t PID -n ip route。",
      ),
      both(
        "Five things have to be there: a bridge with the gateway's address, up; a veth whose first end is a port of it, up; whose second end is eth0 inside, with address, up; lo, up; a default route by the gateway.",
        "需要五样东西：带有网关地址、已启用的网桥；veth 的一端接在网桥上并启用；另一端是容器里的 eth0，有地址并启用；lo 启用；经过网关的默认路由。",
      ),
      both(
        "`link add name VETH type veth peer name eth0 address MAC netns PID` makes the second end where it belongs. `link set dev VETH master BRIDGE` plugs in the first one. Both ends must be up.",
        "`link add name VETH type veth peer name eth0 address MAC netns PID` 直接把另一端建在它该在的地方。`link set dev VETH master BRIDGE` 接上这一端。两端都要启用。",
      ),
      both(
        "containerLines: [`address add ${address}/${prefix} dev eth0`, `link set dev eth0 up`, `route add default via ${gateway} dev eth0`], in this order.",
        "containerLines：[`address add ${address}/${prefix} dev eth0`, `link set dev eth0 up`, `route add default via ${gateway} dev eth0`]，就按这个顺序。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "bridge-without-address": both(
        "the bridge has no address: it switches between its ports, but the host itself is not on it, and nobody is the gateway",
        "网桥没有地址：它能在端口之间转发，但宿主机自己不在这个网络里，也就没有人当网关",
      ),
      "no-bridge": both(
        "the gateway's address is on something that is no bridge: `type bridge`",
        "网关的地址在一个不是网桥的接口上：`type bridge`",
      ),
      "no-port": both(
        "the host's end hangs loose: `link set dev VETH master BRIDGE`",
        "宿主机的一端悬空：`link set dev VETH master BRIDGE`",
      ),
      "bridge-down": both("the bridge was never brought up", "网桥从未启用"),
      "peer-down": both(
        "a cable has two ends: the one on the host was never brought up, and eth0 shows NO-CARRIER",
        "网线有两端：宿主机的一端从未启用，eth0 会显示 NO-CARRIER",
      ),
      "bridge-mac-changes": both(
        "without an address of its own a bridge takes its ports' lowest: it changes when containers come and go, and their neighbours send to the old one",
        "没有自己的硬件地址时，网桥取各端口中最小的：容器来去时它就变，而邻居还在往旧地址发",
      ),
      "eth0-down": both("eth0 was never brought up", "eth0 从未启用"),
      "lo-down": both(
        "lo is down: programs that talk to themselves by 127.0.0.1 fail",
        "lo 没有启用：通过 127.0.0.1 与自己通信的程序会失败",
      ),
      "no-default-route": both(
        "the container knows its neighbours only, and “Network is unreachable” for all others",
        "容器只认识邻居，其余都是 “Network is unreachable”",
      ),
      "other-gateway": both(
        "without `via GATEWAY` the container looks for the whole world among its neighbours, by ARP",
        "没有 `via 网关`，容器会用 ARP 在邻居中寻找整个世界",
      ),
    },
  },

  "7.12": {
    title: both(
      "an address is given once, and again when it is free",
      "地址不会同时给两个容器，空出后可以再用",
    ),
    anchor: "reuse",
    hints: [
      both(
        "The check has a network of eight addresses, starts five containers at once, wants a sixth, and ends one.",
        "检查使用一个只有八个地址的网络，同时启动五个容器，再要第六个，然后结束其中一个。",
      ),
      both(
        "Neither the number of containers nor the highest address says which one is free. Only `taken` does.",
        "容器的数量、最大的地址，都不能说明哪个地址空闲。只有 `taken` 能。",
      ),
      both(
        "A neighbour remembers an address's owner by the hardware address (ip neigh). Use end.mac, which is derived from the address: then the next owner has the same one.",
        "邻居是按硬件地址记住主人的（ip neigh）。使用由 IP 地址推出的 end.mac：下一个主人的硬件地址就相同。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "network-given": NETWORK,
      "gateway-given": GATEWAY,
      "broadcast-given": both(
        "range.last is for broadcasts: the loop ends before it",
        "range.last 用于广播：循环要在它之前结束",
      ),
      "address-twice": TWICE,
      "exhausted-unsaid": both(
        "undefined is the answer when none is free; the message, and exit code 125, are made by code that is given",
        "没有空闲地址时返回 undefined；错误信息和退出码 125 由给定的代码负责",
      ),
      "never-released": both(
        "an address that was given back stays lost: the search goes on from the highest one, and not from the lowest",
        "归还的地址再也用不上：搜索从最大的地址继续，而不是从最小的开始",
      ),
      "not-reused": both(
        "containers were counted; but who has ended is not the one who came last",
        "按容器的数量计算；但结束的不一定是最后来的那个",
      ),
      "stale-neighbour": both(
        "the new owner has another hardware address, and the neighbour still sends to the old one, for up to a minute: `address ${end.mac}` for the container's end",
        "新主人的硬件地址不同，邻居在一分钟内仍会发往旧地址：给容器的一端设置 `address ${end.mac}`",
      ),
    },
  },

  "7.13": {
    title: both("networks of any size work", "任意大小的网络都能用"),
    anchor: "sizes",
    hints: [
      both("The check makes a /30, a /16 and a /8.", "检查会创建 /30、/16 和 /8 的网络。"),
      both(
        "range.first and range.last are the network's own, whatever its size: nothing in freeAddress knows 255 or 24.",
        "range.first 和 range.last 就是网络自己的首尾，与大小无关：freeAddress 里不该出现 255 或 24。",
      ),
      both(
        "A /8 has 16 million addresses. Look from the beginning and stop at the first free one: that takes as many steps as there are containers.",
        "/8 有一千六百万个地址。从头找，遇到第一个空闲的就停：步数不会超过容器的数量。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "other-size": both(
        "the first address is counted from something else than range.first",
        "第一个地址没有从 range.first 算起",
      ),
      "beyond-end": both(
        "the search does not end at range.last: the next address is the broadcast's, or somebody else's network",
        "搜索没有在 range.last 结束：再往后是广播地址，或别人的网络",
      ),
      "timed-out": both(
        "all of 16 million addresses were written down before one was taken",
        "在取一个地址之前，先把一千六百万个都列了出来",
      ),
    },
  },
};
