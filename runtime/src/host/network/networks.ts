/** Networks are made and removed here, and mended when a killed command has left one half done. */
import { UserError } from "../../kernel/errors.ts";
import { newId } from "../random.ts";
import { hasLink } from "./machine.ts";
import type { Subnet } from "./network.ts";
import {
  forgetUnfinished,
  hasNetwork,
  leasesOf,
  listNetworks,
  markDoomed,
  markFinished,
  type NetworkRecord,
  readNetwork,
  requireName,
  unfinishedNetworks,
  writeUnfinished,
} from "./records.ts";
import { freeSubnet, refuseTaken, uniqueLocal } from "./subnets.ts";
import { bringUp, takeDown } from "./up.ts";

/** What is asked of a new network. */
export interface Wanted {
  readonly name: string;
  /** As parseSubnets() gives them, one of a family; what is missing is chosen. */
  readonly subnets?: readonly Subnet[];
  readonly ipv6?: boolean;
  readonly internal?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The network that containers of an image are on when nothing else is said. */
export const DEFAULT_NETWORK = "bridge";

/** Names that mean something else after `--network`. */
const RESERVED = ["host", "none", "container", "default"];

/**
 * Makes a network. To be called under the lock (alone.ts).
 *
 * @throws UserError for a name or a subnet that is taken, or is none
 */
export async function createNetwork(wanted: Wanted): Promise<NetworkRecord> {
  const { name, internal = false, labels = {} } = wanted;
  requireName(name);
  if (RESERVED.includes(name)) {
    throw new UserError(`network name ${name} means something else after --network`);
  }
  if (hasNetwork(name)) throw new UserError(`network ${name} exists already`);
  const id = newId();
  const subnets = chooseSubnets(wanted, id);
  const bridge = name === DEFAULT_NETWORK ? freeBridge() : `br-${id.slice(0, 12)}`;
  const created = new Date().toISOString();
  const network = { name, id, created, bridge, subnets, internal, labels };
  writeUnfinished(network);
  try {
    await bringUp(network);
  } catch (error) {
    forgetUnfinished(network);
    throw error;
  }
  markFinished(network);
  return network;
}

/** IPv4 first; IPv6 where it was asked for. */
function chooseSubnets({ subnets = [], ipv6 = false }: Wanted, id: string): Subnet[] {
  const others = listNetworks();
  for (const subnet of subnets) refuseTaken(subnet, others);
  const [v4 = [], v6 = []] = [false, true].map((six) =>
    subnets.filter(({ cidr }) => cidr.includes(":") === six),
  );
  const needsV6 = ipv6 && v6.length === 0;
  return [
    ...(v4.length > 0 ? v4 : [freeSubnet(others)]),
    ...v6,
    ...(needsV6 ? [uniqueLocal(id)] : []),
  ];
}

/** Another state root may have a default network too. */
function freeBridge(): string {
  for (let i = 0; ; i++) if (!hasLink(`mydocker${i}`)) return `mydocker${i}`;
}

/**
 * A network by name, up; the default one is made when it is first needed. To be called under the lock.
 *
 * @throws UserError when there is no such network
 */
export async function openNetwork(name: string): Promise<NetworkRecord> {
  const network = readNetwork(name);
  if (!network && name === DEFAULT_NETWORK) return createNetwork({ name });
  if (!network) throw noNetwork(name);
  await bringUp(network);
  return network;
}

/** What is said of a name that no network has. */
export const noNetwork = (name: string) =>
  new UserError(
    `no network ${JSON.stringify(name)}: make it with 'mydocker network create ${name}', or see 'mydocker network ls'`,
  );

/**
 * Removes a network. To be called under the lock.
 *
 * @throws UserError when there is none, or containers are on it
 */
export async function removeNetwork(name: string): Promise<void> {
  const network = readNetwork(name);
  if (!network) throw noNetwork(name);
  const users = leasesOf(network).map(({ names, container }) => names[0] ?? container.slice(0, 12));
  if (users.length > 0) {
    throw new UserError(`network ${name} is in use by container ${users.join(", ")}`);
  }
  markDoomed(network);
  await takeDown(network);
  forgetUnfinished(network);
}

/** Removes networks that a killed command was making or removing. To be called under the lock. */
export async function sweepNetworks(): Promise<void> {
  for (const network of unfinishedNetworks()) {
    await takeDown(network);
    forgetUnfinished(network);
  }
}
