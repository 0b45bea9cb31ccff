/** The way out: containers' addresses mean nothing outside of the machine. */
import { remark } from "./chains.ts";
import type { Network, Subnet } from "./network.ts";

/**
 * The rules of table `nat` with which a network's containers reach what is outside of the machine:
 * what comes from `subnet` and leaves by any interface but the network's bridge gets the machine's
 * own address as its source (MASQUERADE), in chain MYDOCKER-POSTROUTING. What stays on the bridge
 * keeps its source: containers see each other's addresses.
 *
 * Each rule is a line for iptables-restore, `-A CHAIN …`, and carries `remark(network)`, a whole
 * `-m comment --comment "…"` that says whose it is: by that it is found again. A network without a
 * way out has no rule.
 *
 * @lesson 7 nat
 * @see iptables(8), iptables-extensions(8)
 */
export function outwardRules(network: Network, { cidr }: Subnet): string[] {
  if (network.internal) return [];
  return [
    `-A MYDOCKER-POSTROUTING -s ${cidr} ! -o ${network.bridge} ${remark(network)} -j MASQUERADE`,
  ];
}
