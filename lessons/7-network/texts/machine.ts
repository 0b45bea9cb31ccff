/** What becomes of the machine. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_NETWORK } from "./start.ts";

const LEFT = {
  "link-left": both(
    "an interface of the host outlives its container or network",
    "宿主机上的网络接口比容器或网络活得更久",
  ),
  "route-left": both("a route of the host outlives its network", "宿主机上的路由比网络活得更久"),
  "rules-left": both(
    "rules are found again by their remark: one without `remark(…)` stays for ever, and a wrong one is another's",
    "规则是按注释找回来的：没有 `remark(…)` 的会永远留下，写错的就成了别人的",
  ),
  "taken-away": both(
    "something of the machine's own, or of the network's, was taken away, too: a chain was flushed, or rules were replaced as a whole",
    "把机器或网络自己的东西也删掉了：清空了整条链，或整体替换了规则",
  ),
};

/** 7.14 to 7.17, and 7.22 */
export const machine: LessonTexts = {
  "7.14": {
    title: both(
      "nothing is left, and nothing of others is gone",
      "什么都不残留，别人的规则也都还在",
    ),
    anchor: "left",
    hints: [
      both(
        "iptables-save, ip link and ip route before network create, after a container, and after network rm.",
        "在 network create 之前、容器结束之后、network rm 之后，分别看 iptables-save、ip link 和 ip route。",
      ),
      both(
        "Code that is given removes rules by their comment, line by line. Other people's rules are in the same tables, and stay.",
        "给定的代码按注释逐条删除规则。别人的规则在同样的表里，必须留下。",
      ),
      both(
        "Every line that you return carries ${remark(network)}, or ${remark(mapping)}.",
        "你返回的每一行都要带 ${remark(network)} 或 ${remark(mapping)}。",
      ),
    ],
    likely: { ...NO_NETWORK, ...LEFT },
  },

  "7.15": {
    title: both(
      "after kill -9, the next command puts things right",
      "kill -9 之后，下一条命令会恢复原状",
    ),
    anchor: "killed",
    hints: [
      both(
        "The check kills mydocker while a container runs, while it starts, and while a network is made; then it runs mydocker ps.",
        "检查在容器运行时、启动时、创建网络时杀死 mydocker；然后运行 mydocker ps。",
      ),
      both(
        "What is made must have been written down before: then whoever comes next finds it, even when it was never finished.",
        "要创建的东西必须先记录下来：这样后来者总能找到，即使它没有完成。",
      ),
      both(
        "This is code that is given. A rule without a remark, or with another one, is not found by it.",
        "这部分由给定的代码完成。没有注释、或注释不对的规则，它找不到。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...LEFT,
      "lease-left": both(
        "the killed one's address is still its own: nobody asked whether its process is alive",
        "被杀死的容器仍占着地址：没有人检查它的进程是否还在",
      ),
    },
  },

  "7.16": {
    title: both("a subnet that somebody has is refused", "已被占用的子网会被拒绝"),
    anchor: "overlap",
    hints: [
      both(
        "network create with the same subnet, a part of it, one that contains it, and one that the machine's own routes have.",
        "用相同的子网、它的一部分、包含它的子网，以及机器自己的路由已有的子网，执行 network create。",
      ),
      both(
        "Two ranges overlap when each begins before the other ends.",
        "两个范围各自的起点都在对方的终点之前，就是重叠。",
      ),
      both(
        "This is code that is given: all networks, and /proc/net/route. The message names the owner.",
        "这部分由给定的代码完成：检查所有网络以及 /proc/net/route。错误信息要说明归谁所有。",
      ),
    ],
    likely: {
      ...NO_NETWORK,
      ...LEFT,
      overlap: both(
        "subnets were compared as text: 192.168.10.128/25 is another word, and the same addresses",
        "按文本比较了子网：192.168.10.128/25 写法不同，地址却是同一批",
      ),
      "overlaps-machine": both(
        "nobody asked the machine's routes: its own network is out of reach as soon as the bridge is up",
        "没有检查机器的路由：网桥一启用，机器自己的网络就访问不到了",
      ),
      "owner-unsaid": both("the message does not say who has it", "错误信息没有说明它归谁所有"),
    },
  },

  "7.17": {
    title: both("a network in use is not removed", "使用中的网络不会被删除"),
    anchor: "in-use",
    hints: [
      both(
        "mydocker network rm while a container is on it; then ask the container something.",
        "容器还在使用时执行 mydocker network rm；然后访问这个容器。",
      ),
      both(
        "First look, then remove; and both under the same lock, or a container may come in between.",
        "先检查，再删除；两步要在同一把锁内，否则中间可能有容器加入。",
      ),
      both("This is code that is given.", "这部分由给定的代码完成。"),
    ],
    likely: {
      ...NO_NETWORK,
      "removed-in-use": both(
        "the bridge was removed under a running container",
        "容器还在运行，网桥就被删除了",
      ),
      "user-unsaid": both("the message does not name the container", "错误信息没有说明是哪个容器"),
      "half-removed": both(
        "it was refused, but something had been removed already: look first",
        "虽然拒绝了，但有些东西已经删除：应当先检查",
      ),
    },
  },

  "7.22": {
    title: both("fifty containers at once, and nothing is left", "五十个容器同时启动，不留残余"),
    anchor: "fifty",
    hints: [
      both(
        "for i in $(seq 50); do mydocker run -net testbridge -p $((9000+i)):80 … & done; wait",
        "for i in $(seq 50); do mydocker run -net testbridge -p $((9000+i)):80 … & done; wait",
      ),
      both(
        "Whoever reads, decides and writes must hold a lock all the while; iptables has one of its own (-w), which only protects single changes.",
        "读取、决定、写入的整个过程都要持有锁；iptables 有自己的锁（-w），但只保护单次修改。",
      ),
      both("This is code that is given.", "这部分由给定的代码完成。"),
    ],
    likely: {
      ...NO_NETWORK,
      ...LEFT,
      "not-all": both(
        "some did not start: two got the same address, or met in iptables (“another app is currently holding the xtables lock”)",
        "有些没有启动：两个容器得到同一个地址，或在 iptables 里相遇（“another app is currently holding the xtables lock”）",
      ),
    },
  },
};
