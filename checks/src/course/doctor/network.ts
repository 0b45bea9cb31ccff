/** What lesson 7 needs: bridges, veth pairs and NAT, tried in a network namespace of their own. */
import { both, type Text, verbatim } from "../../harness/text.ts";
import { type Finding, tell, textOf } from "./finding.ts";
import { tried } from "./kernel.ts";
import { VM } from "./system.ts";

const alone = (script: string) => ["unshare", "--net", "sh", "-c", script];

/** Links. */
export const links = (): Finding => ({
  ...tried(
    both("bridges and veth pairs", "网桥和 veth"),
    both("can be made", "可以创建"),
    alone("ip link add bridge0 type bridge && ip link add a0 type veth peer name b0"),
    both(
      "modprobe bridge veth, or ./setup for iproute2",
      "modprobe bridge veth；缺少 iproute2 时运行 ./setup",
    ),
  ),
  lessons: [7, 8],
});

/** Rules, and which of the two back ends of iptables takes them. */
export function iptables(): Finding {
  const { ok, said } = tell("iptables", "--version");
  const what = both("iptables", "iptables");
  if (!ok)
    return {
      what,
      state: "bad",
      detail: verbatim(said),
      fix: verbatim("./setup"),
      lessons: [7, 8],
    };
  const legacy = said.includes("legacy") || !said.includes("nf_tables");
  const found = tried(
    what,
    verbatim(`${said.replace(/^iptables /, "")}: nat, masquerade, dnat`),
    alone(
      "iptables -t nat -A POSTROUTING -m comment --comment doctor -j MASQUERADE && iptables -t nat -A PREROUTING -p tcp --dport 1 -j DNAT --to-destination 192.0.2.1:1",
    ),
    otherBackEnd(legacy),
  );
  if (found.state !== "good" || legacy || textOf("/proc/net/ip_tables_names") === "") {
    return { ...found, lessons: [7, 8] };
  }
  return {
    ...found,
    state: "poor",
    detail: both(
      `${said}; the kernel has tables of the legacy back end, too: packets meet the rules of both`,
      `${said}；内核里还有 legacy 后端的表：数据包会经过两边的规则`,
    ),
    fix: verbatim("iptables-legacy-save"),
  };
}

/** Where the one does not work the other may: their modules are different ones. */
function otherBackEnd(legacy: boolean): Text {
  const other = legacy ? "nft" : "legacy";
  const modules = legacy ? "modprobe iptable_nat" : "modprobe nft_chain_nat nft_compat";
  const change = `update-alternatives --set iptables /usr/sbin/iptables-${other}`;
  return both(
    `${modules}, or: ${change}; or ${VM.en}`,
    `${modules}，或者：${change}；或者${VM.zh}`,
  );
}
