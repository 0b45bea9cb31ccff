/** The networks that are there by themselves, names, and IPv6. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK, SOURCE } from "./start.ts";

/** 7.19 to 7.21, and 7.23 */
export const others: LessonTexts = {
  "7.19": {
    title: both(
      "the default network, none, host and another container's",
      "默认网络、none、host，以及另一个容器的网络",
    ),
    anchor: "modes",
    hints: [
      both(
        "An image without -net gets the default network. -net none, -net host and -net container:NAME make nothing at all.",
        "有镜像而没有 -net 时使用默认网络。-net none、-net host 和 -net container:NAME 什么都不创建。",
      ),
      both(
        "none is a namespace with nothing but lo; host is no new namespace; container:NAME is that one's, by setns(2).",
        "none 是只有 lo 的命名空间；host 是不新建命名空间；container:NAME 用 setns(2) 进入那个容器的命名空间。",
      ),
      both(
        "Only the default network depends on your functions; the rest is given.",
        "只有默认网络依赖你的函数；其余由给定的代码完成。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "no-default-network": both(
        "there is an eth0, but no way out: see 7.4",
        "有 eth0，但出不去：见 7.4",
      ),
      "other-source": SOURCE,
      "not-alone": both(
        "none means a network namespace of one's own, and nothing but lo in it",
        "none 表示自己的网络命名空间，里面除 lo 外什么都没有",
      ),
      "not-joined": both(
        "the container got a namespace of its own instead of the other one's",
        "容器得到了自己的命名空间，而不是另一个容器的",
      ),
      "not-the-hosts": both(
        "CLONE_NEWNET was among the flags although the host's network was asked for",
        "要求使用宿主机的网络，flags 里却仍有 CLONE_NEWNET",
      ),
    },
  },

  "7.20": {
    title: both("containers find each other by name", "容器可以通过名字找到彼此"),
    anchor: "names",
    hints: [
      both(
        "Two containers, --name robin and --name wren: in each, ping the other one by name. The first one started before the second had an address.",
        "两个容器，--name robin 和 --name wren：在每个容器里用名字 ping 另一个。第一个启动时，第二个还没有地址。",
      ),
      both(
        "Either somebody answers for DNS, or /etc/hosts of all containers is rewritten when one comes or goes.",
        "要么有人应答 DNS，要么在容器来去时改写所有容器的 /etc/hosts。",
      ),
      both(
        "This is code that is given; it needs the addresses, and so freeAddress. A file that is mounted must be rewritten in place: a renamed one is not seen inside.",
        "这部分由给定的代码完成；它需要地址，也就需要 freeAddress。被挂载的文件必须原地改写：改名替换的文件在容器里看不到。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "no-names": both(
        "nobody tells containers of those that were there before them",
        "新来的容器不知道先来的那些",
      ),
      "late-name": both(
        "a container knows those that were there before it, and not those that came later",
        "容器知道先来的，却不知道后来的",
      ),
      "other-name": both(
        "the name means another address than the container has",
        "名字对应的不是容器的地址",
      ),
      "name-left": both(
        "a name outlives its container, and soon means whoever gets its address",
        "名字比容器活得更久，很快就会指向得到这个地址的别的容器",
      ),
    },
  },

  "7.21": {
    title: both("name servers that can be reached from inside", "DNS 服务器从容器里可以到达"),
    anchor: "resolv",
    hints: [
      both(
        "cat /etc/resolv.conf in the container, on a machine where the first server is 127.0.0.53; and with --dns.",
        "在第一个 DNS 服务器是 127.0.0.53 的机器上，看容器里的 /etc/resolv.conf；再加上 --dns 看一次。",
      ),
      both(
        "127.0.0.53 is systemd-resolved, on the machine's lo. In the container, lo is another one.",
        "127.0.0.53 是 systemd-resolved，在宿主机的 lo 上。而容器里的 lo 是另一个。",
      ),
      both("This is code that is given.", "这部分由给定的代码完成。"),
    ],
    likely: {
      ...NO_NETWORK,
      "loopback-server": both(
        "the machine's file was copied as it is, with a server on loopback",
        "原样复制了宿主机的文件，其中的服务器在回环地址上",
      ),
      "no-server": both("no name server is left", "一个 DNS 服务器也没有剩下"),
      "dns-ignored": both("--dns was not heeded", "没有理会 --dns"),
    },
  },

  "7.23": {
    title: both("IPv6 reaches as far", "IPv6 同样畅通"),
    anchor: "ipv6",
    hints: [
      both(
        "network create --ipv6 --subnet fd17:17:17::/64 …; in the container: ip -6 addr. An address that is “tentative” cannot be used yet.",
        "network create --ipv6 --subnet fd17:17:17::/64 …；在容器里：ip -6 addr。“tentative” 的地址还不能使用。",
      ),
      both(
        "The kernel asks around for a second owner of each new address, for a second or two (DAD). Nobody else can have this one: nodad.",
        "内核会用一两秒询问每个新地址是否有别的主人（DAD）。这个地址不可能有别人用：nodad。",
      ),
      both(
        "The same lines for each subnet: isV6() tells them apart. `nodad` at the end, `::/0` for default, brackets around the address in --to-destination.",
        "每个子网都是同样的几行：用 isV6() 区分。末尾加 `nodad`，默认路由写 `::/0`，--to-destination 中的地址加方括号。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      "no-ipv6": both(
        "only the first subnet got an address: subnets and end.addresses go together, one by one",
        "只有第一个子网有地址：subnets 与 end.addresses 一一对应",
      ),
      tentative: both(
        "the kernel asks for a second or two whether somebody else has the address, and nothing can be sent from it meanwhile: `nodad`, on the bridge and inside",
        "内核会用一两秒询问有没有别人在用这个地址，这期间不能用它发送：网桥和容器里都要加 `nodad`",
      ),
      "not-reached-6": both(
        "both have an address of IPv6, and no packet comes through: the prefix is another one than the subnet's, or the bridge has no address of this family",
        "两个容器都有 IPv6 地址，包却过不去：前缀与子网不同，或网桥没有这个协议族的地址",
      ),
      "source-changed": SOURCE,
      "no-way-out-6": both(
        "no default route for IPv6 (`::/0`), or no MASQUERADE for its subnet",
        "没有 IPv6 的默认路由（`::/0`），或它的子网没有 MASQUERADE",
      ),
      "other-source": SOURCE,
      "not-published-6": both(
        "the rules of IPv6 are missing or refused: brackets around the address, no 127.0.0.0/8",
        "缺少 IPv6 的规则，或被拒绝：地址要加方括号，且没有 127.0.0.0/8",
      ),
    },
  },
};
