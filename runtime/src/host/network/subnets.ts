/** Which subnet a network gets. */
import { readFileSync } from "node:fs";
import { UserError } from "../../kernel/errors.ts";
import { type Route, routes } from "./machine.ts";
import type { Network, Subnet } from "./network.ts";
import { overlap, rangeOf, toAddress } from "./ranges.ts";

/** docker's own list. */
const CANDIDATES: readonly string[] = [
  ...Array.from({ length: 15 }, (_, i) => `172.${17 + i}.0.0/16`),
  ...Array.from({ length: 16 }, (_, i) => `192.168.${16 * i}.0/20`),
];

/**
 * The first subnet of the list that neither another network nor the machine's routes and name
 * servers have anything to do with.
 *
 * @throws UserError when all are taken
 */
export function freeSubnet(networks: readonly Network[]): Subnet {
  const taken = [
    ...networks.flatMap(({ subnets }) => subnets.map(({ cidr }) => cidr)),
    ...routes().map(({ cidr }) => cidr),
    ...nameServers().map((address) => `${address}/32`),
  ];
  const free = CANDIDATES.find((cidr) => !taken.some((other) => overlap(cidr, other)));
  if (free) return withGateway(free);
  throw new UserError("all subnets of the list are taken: choose one with --subnet");
}

/** With its first address as the gateway. */
function withGateway(cidr: string): Subnet {
  const [address = "", prefix = ""] = cidr.split("/");
  const { first, gateway } = rangeOf({ cidr, gateway: "" });
  return { cidr: `${toAddress(first, address)}/${prefix}`, gateway: toAddress(gateway, address) };
}

/** A unique local subnet of IPv6, made of a network's id (RFC 4193). */
export const uniqueLocal = (id: string): Subnet =>
  withGateway(`fd${id.slice(0, 2)}:${id.slice(2, 6)}:${id.slice(6, 10)}:1::/64`);

/**
 * Refuses a subnet that another network has a part of, or that the machine's own links are in.
 *
 * @throws UserError that names who has it
 */
export function refuseTaken({ cidr }: Subnet, networks: readonly Network[]): void {
  for (const { name, bridge, subnets } of networks) {
    const taken = subnets.find((subnet) => overlap(cidr, subnet.cidr));
    if (taken) {
      throw new UserError(
        `--subnet ${cidr} overlaps ${taken.cidr}, which network ${name} has (${bridge})`,
      );
    }
  }
  const near = (route: Route) => !route.isFar && overlap(cidr, route.cidr);
  const link = routes().find(near);
  if (link) {
    throw new UserError(
      `--subnet ${cidr} overlaps ${link.cidr}, which the machine has on ${link.device}`,
    );
  }
}

function nameServers(): string[] {
  try {
    const text = readFileSync("/etc/resolv.conf", "utf8");
    return [...text.matchAll(/^nameserver\s+([\d.]+)\s*$/gm)].map(([, address = ""]) => address);
  } catch {
    return [];
  }
}
