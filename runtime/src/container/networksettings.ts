/** How a container is connected now, in docker's words (Engine API, NetworkSettings). */
import { isV6, prefixOf } from "../host/network/network.ts";
import { type Connection, connectionsOf } from "./connections.ts";
import { publishedAddresses } from "./publishedaddresses.ts";
import type { ContainerRecord } from "./record.ts";

/** Empty of all that it does not have while it does not run. */
export function networkSettings({ id }: ContainerRecord): object {
  const connections = connectionsOf(id);
  const networks = connections.map((one) => [one.network.name, endpoint(one)] as const);
  const [first] = networks;
  return {
    Ports: portsOf(connections),
    ...(first?.[1] ?? NOWHERE),
    Networks: Object.fromEntries(networks),
  };
}

const NOWHERE = { Gateway: "", IPAddress: "", IPPrefixLen: 0, MacAddress: "" };

function endpoint({ network, lease }: Connection) {
  const at = network.subnets.findIndex(({ cidr }) => !isV6(cidr));
  const six = network.subnets.findIndex(({ cidr }) => isV6(cidr));
  const subnet = network.subnets[at];
  const subnet6 = network.subnets[six];
  return {
    NetworkID: network.id,
    Gateway: subnet?.gateway ?? "",
    IPAddress: lease.addresses[at] ?? "",
    IPPrefixLen: subnet ? Number(prefixOf(subnet)) : 0,
    IPv6Gateway: subnet6?.gateway ?? "",
    GlobalIPv6Address: lease.addresses[six] ?? "",
    GlobalIPv6PrefixLen: subnet6 ? Number(prefixOf(subnet6)) : 0,
    MacAddress: lease.mac,
    Aliases: lease.names,
  };
}

function portsOf(connections: readonly Connection[]): object {
  const ports: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { inside, outside } of publishedAddresses(connections)) {
    const colon = outside.lastIndexOf(":");
    const HostIp = outside.slice(0, colon).replace(/^\[|\]$/g, "");
    ports[inside] = [...(ports[inside] ?? []), { HostIp, HostPort: outside.slice(colon + 1) }];
  }
  return ports;
}
