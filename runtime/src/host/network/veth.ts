/** A container's cable: two interfaces, and what goes into one comes out of the other (veth(4)). */
import { type Endpoint, isV6, type Network, prefixOf } from "./network.ts";

/**
 * The lines for `ip -batch`, on the machine, that connect a container to a network: the pair, whose
 * second end, `device`, is made inside the network namespace of process `pid` straight away and with
 * its hardware address (`peer name eth0 address MAC netns PID`); the first end becomes a port of the
 * bridge, and a hairpin (`link set dev VETH type bridge_slave hairpin on`), and is brought up.
 *
 * A bridge never sends a packet out by the port that it came in by, unless that port is a hairpin: a
 * container that asks itself, by a port that it has published, would wait for ever where bridged
 * packets go through iptables (br_netfilter).
 *
 * Made on the machine and moved afterwards, the second end would be the machine's for a moment, and
 * stay so after a crash; and moving it takes five times as long.
 *
 * @lesson 7 veth
 * @see veth(4), ip-link(8), bridge(8)
 */
export function vethLines({ bridge }: Network, end: Endpoint, pid: number): string[] {
  const peer = `peer name ${end.device} address ${end.mac} netns ${pid}`;
  return [
    `link add name ${end.veth} type veth ${peer}`,
    `link set dev ${end.veth} master ${bridge}`,
    `link set dev ${end.veth} type bridge_slave hairpin on`,
    `link set dev ${end.veth} up`,
  ];
}

/**
 * The lines for `ip -batch`, inside the container's network namespace, that make its end usable: its
 * addresses, each with the prefix of its subnet; up; and the default routes, by way of each
 * subnet's gateway. The order counts: a route needs a device that is up.
 *
 * A network without a way out (`internal`) has no default route, and neither has a container's
 * second network (`isDefault` is false). An address of IPv6 wants `nodad`, and the default route of
 * IPv6 is `::/0`.
 *
 * @lesson 7 eth0
 * @see ip-address(8), ip-route(8)
 */
export function containerLines(
  { subnets, internal }: Network,
  { device, addresses }: Endpoint,
  isDefault: boolean,
): string[] {
  return [
    ...subnets.map(addressLine),
    `link set dev ${device} up`,
    ...(isDefault && !internal ? subnets.map(routeLine) : []),
  ];

  function addressLine(subnet: (typeof subnets)[number], i: number): string {
    const line = `address add ${addresses[i]}/${prefixOf(subnet)} dev ${device}`;
    return isV6(subnet.gateway) ? `${line} nodad` : line;
  }

  function routeLine({ gateway }: (typeof subnets)[number]): string {
    return `route add ${isV6(gateway) ? "::/0" : "default"} via ${gateway} dev ${device}`;
  }
}
