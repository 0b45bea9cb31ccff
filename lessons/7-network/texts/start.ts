/** Why there is no network at all: what every check of this lesson may find. */
import { both, type Text } from "../../../checks/src/harness/text.ts";

/** Usual causes, by diagnosis. */
export const NO_NETWORK: Readonly<Record<string, Text>> = {
  "no-eth0": both(
    "one of bridgeLines, vethLines and containerLines still returns []: no pair is made, or its second end was not made in the container's namespace (netns PID)",
    "bridgeLines、vethLines、containerLines 之一仍返回 []：没有创建 veth，或它的另一端没有建在容器的命名空间里（netns PID）",
  ),
  "no-address": both(
    "eth0 is there but has no address: containerLines, `address add ADDRESS/PREFIX dev eth0`",
    "eth0 在，但没有地址：containerLines，`address add 地址/前缀 dev eth0`",
  ),
  "not-created": both(
    "a line of bridgeLines, or a rule, was refused: mydocker's own message has it, with the tool's words",
    "bridgeLines 的某一行或某条规则被拒绝：mydocker 自己的错误信息里有这一行和工具的原话",
  ),
  "not-removed": both(
    "mydocker believes that a container is still on it, or a rule refused to go: mydocker's own message says which",
    "mydocker 认为还有容器在使用它，或有规则删不掉：mydocker 自己的错误信息会说明",
  ),
  "did-not-run": both(
    "`ip -batch` or iptables-restore refused a line on the way to the command: mydocker's own message has it. In `ip` the order counts: a default route needs an address, and a device that is up",
    "启动命令之前，`ip -batch` 或 iptables-restore 拒绝了某一行：mydocker 自己的错误信息里有。`ip` 的各行顺序很重要：默认路由需要已有地址、且已启用的设备",
  ),
};

/** Who sees another source than the one that asked. */
export const SOURCE = both(
  "a MASQUERADE is too wide: only what comes from the subnet and leaves by another interface than the bridge gets the host's address",
  "MASQUERADE 的范围太大：只有来自子网、且不从网桥离开的包才应换成宿主机的地址",
);
