/** The way in: ports of the machine that lead to containers. */
import { remark } from "./chains.ts";
import { isV6, type Published, type Subnet } from "./network.ts";

/** A published port of one container, with all that its rules need. */
export interface Mapping extends Published {
  /** The container's address. */
  readonly address: string;
  /** The subnet that it is in. */
  readonly subnet: Subnet;
  /** By which its packets leave the machine. */
  readonly bridge: string;
  /** The container's id: whose the rules are. */
  readonly container: string;
}

/**
 * The rules of table `nat` for a published port.
 *
 * - MYDOCKER-PUBLISH sees the first packet of whatever is meant for an address of this machine, and
 *   nothing else, wherever it comes from: outside, a container, the machine itself. For the port, and
 *   for `hostIp` where there is one, it changes the destination (DNAT) to the container's address and
 *   port; an address of IPv6 is in brackets there.
 * - MYDOCKER-POSTROUTING sees it on its way to the container, for which two sources must be changed
 *   too (MASQUERADE), or the answer would go astray: 127.0.0.0/8, to which a container would
 *   answer itself (in IPv4 only), and the container's own subnet, whose answer would not come back
 *   through the machine and so not be changed back. Only connections whose destination was changed
 *   are meant (conntrack's DNAT). Any other source stays, so that the container sees who calls.
 *
 * Each rule is a line for iptables-restore and carries `remark(mapping)`.
 *
 * @lesson 7 publish
 * @see iptables-extensions(8)
 */
export function publishRules(mapping: Mapping): string[] {
  const { protocol, hostIp, hostPort, containerPort, address, subnet, bridge } = mapping;
  const why = remark(mapping);
  const target = isV6(address) ? `[${address}]:${containerPort}` : `${address}:${containerPort}`;
  const sources = isV6(address) ? [subnet.cidr] : ["127.0.0.0/8", subnet.cidr];
  const where = hostIp === undefined ? "" : `-d ${hostIp} `;
  return [
    `-A MYDOCKER-PUBLISH ${where}-p ${protocol} --dport ${hostPort} ${why} -j DNAT --to-destination ${target}`,
    ...sources.map(
      (source) =>
        `-A MYDOCKER-POSTROUTING -s ${source} -d ${address} -o ${bridge} -p ${protocol} --dport ${containerPort} -m conntrack --ctstate DNAT ${why} -j MASQUERADE`,
    ),
  ];
}

/**
 * The rule of table `filter` that lets a published port's packets into the network: at the top of the
 * network's own chain (`-I`), for the container's address and port, and only for connections
 * whose destination the machine has changed (conntrack's DNAT). Who knows the container's address
 * and a way to it has not come by the published port.
 *
 * @lesson 7 admit
 * @param own the network's own chain
 * @see iptables-extensions(8)
 */
export function admitRules(mapping: Mapping, own: string): string[] {
  const { protocol, address, containerPort } = mapping;
  return [
    `-I ${own} -d ${address} -p ${protocol} --dport ${containerPort} -m conntrack --ctstate DNAT ${remark(mapping)} -j ACCEPT`,
  ];
}
