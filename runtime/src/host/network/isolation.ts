/** Who may send to whom. */
import { remark } from "./chains.ts";
import type { Network } from "./network.ts";

/**
 * The rules of table `filter` for what the machine forwards to and from a network. Three chains are
 * there for them, and a packet goes through them in this order:
 *
 * - MYDOCKER-ISOLATION: what leaves by the network's bridge (`-o`) goes into the network's own chain,
 *   `own`. A network without a way out (`internal`) also drops here what comes from its bridge and
 *   is to leave by another interface: inserted at the top (`-I`), before any other network's rule.
 * - `own` decides what comes in, and accepts: answers to what the containers have asked (conntrack's
 *   RELATED and ESTABLISHED), and what comes from the bridge itself. Anything else is dropped, whether
 *   it comes from another network or from outside. Published ports are put in at the top later.
 * - MYDOCKER-OUTWARD: what comes from the bridge (`-i`) and was not stopped until here is accepted,
 *   whichever network it is, also where the policy of FORWARD is DROP, as on machines with Docker.
 *
 * Each rule is a line for iptables-restore and carries `remark(network)`.
 *
 * @lesson 7 isolation
 * @param own the network's own chain, which is empty
 * @see iptables(8), iptables-extensions(8)
 */
export function isolationRules(network: Network, own: string): string[] {
  const { bridge, internal } = network;
  const why = remark(network);
  const noWayOut = `-I MYDOCKER-ISOLATION -i ${bridge} ! -o ${bridge} ${why} -j DROP`;
  return [
    ...(internal ? [noWayOut] : []),
    `-A MYDOCKER-ISOLATION -o ${bridge} ${why} -j ${own}`,
    `-A ${own} -m conntrack --ctstate RELATED,ESTABLISHED ${why} -j ACCEPT`,
    `-A ${own} -i ${bridge} ${why} -j ACCEPT`,
    `-A ${own} ${why} -j DROP`,
    `-A MYDOCKER-OUTWARD -i ${bridge} ${why} -j ACCEPT`,
  ];
}
