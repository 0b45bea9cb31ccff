/** A network's bridge: a switch in the kernel, to which the machine itself is connected too. */
import { isV6, type Network, prefixOf } from "./network.ts";

/**
 * The lines for `ip -batch` that make a network's bridge, each a command without the word `ip`, as in
 * `link set dev br0 up`: the link itself; its addresses, each subnet's gateway with the length of its
 * prefix, so that the kernel knows the way to the containers; and last, up.
 *
 * The bridge is made with a hardware address, `mac`: one without takes the lowest of its ports',
 * which changes as containers come and go, and their neighbours would send to the old one. An
 * address of IPv6 is used at once only with `nodad`, since nobody else can have it.
 *
 * @lesson 7 bridge
 * @see ip-link(8), ip-address(8)
 */
export function bridgeLines({ bridge, subnets }: Network, mac: string): string[] {
  return [
    `link add name ${bridge} address ${mac} type bridge`,
    ...subnets.map(addressLine),
    `link set dev ${bridge} up`,
  ];

  function addressLine(subnet: (typeof subnets)[number]): string {
    const line = `address add ${subnet.gateway}/${prefixOf(subnet)} dev ${bridge}`;
    return isV6(subnet.gateway) ? `${line} nodad` : line;
  }
}
