/** A container's place on a network: which addresses it gets, and what is remembered of it. */
import { freeAddress, type Range } from "../host/network/addresses.ts";
import { macOf } from "../host/network/mac.ts";
import { isV6 } from "../host/network/network.ts";
import { rangeOf, toAddress, toNumber } from "../host/network/ranges.ts";
import {
  type Lease,
  leasesOf,
  type NetworkRecord,
  takenAddresses,
  writeLease,
} from "../host/network/records.ts";
import type { ProcessMark } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import type { Membership } from "./networking.ts";
import type { Spec } from "./spec.ts";

/** A container's place on a network, with the network. */
export interface Place {
  readonly network: NetworkRecord;
  readonly lease: Lease;
}

/** Who is to be connected. */
export interface Guest {
  readonly id: string;
  readonly process: ProcessMark;
  /** What it is called, and calls itself. */
  readonly names: readonly string[];
}

/** What the others call a container; the first one is what it calls itself in full. */
export function namesOf(
  id: string,
  name: string | undefined,
  { hostname, domainname }: Pick<Spec, "hostname" | "domainname">,
): string[] {
  const full = domainname ? [`${hostname}.${domainname}`] : [];
  return [...new Set([...full, ...(name ? [name] : []), id.slice(0, 12), hostname])];
}

/** The number of its interface: 0 of eth0. */
export const indexOf = ({ device }: Pick<Lease, "device">): number => Number(device.slice(3));

const MOST = 36; // networks of a container: one character is left for it in an interface's name

/**
 * Takes a place on a network: from now on nobody else gets these addresses.
 *
 * @param index of its interface: 0 for eth0
 * @param more what else its lease is to say
 */
export function take(
  network: NetworkRecord,
  { id, process, names }: Guest,
  { ip, ip6, mac, aliases }: Membership,
  index: number,
  more: Pick<Lease, "published" | "gateway" | "changer">,
): Place {
  if (index >= MOST) {
    throw new UserError(`--network ${network.name}: a container is on ${MOST} networks at most`);
  }
  if (ip6 !== undefined && !network.subnets.some(({ cidr }) => isV6(cidr))) {
    throw new UserError(`--ip6 ${ip6}: network ${network.name} has no addresses of IPv6`);
  }
  const taken = takenAddresses(network);
  const addresses = network.subnets.map((subnet, i) =>
    chooseAddress(network, i, isV6(subnet.cidr) ? ip6 : ip, taken[i] ?? new Set()),
  );
  const lease: Lease = {
    container: id,
    names: [...names, ...aliases],
    veth: `veth${id.slice(0, 10)}${index.toString(MOST)}`,
    device: `eth${index}`,
    mac: mac ?? macOf(addresses[0] ?? ""),
    addresses,
    process,
    ...more,
  };
  writeLease(network.name, lease);
  return { network, lease };
}

function chooseAddress(
  { name, subnets }: NetworkRecord,
  index: number,
  wanted: string | undefined,
  taken: ReadonlySet<bigint>,
): string {
  const subnet = subnets[index] ?? { cidr: "", gateway: "" };
  const range = rangeOf(subnet);
  if (wanted === undefined) {
    const free = freeAddress(range, taken);
    if (free !== undefined) return toAddress(free, subnet.gateway);
    throw new UserError(`network ${name}: all addresses of ${subnet.cidr} are taken`);
  }
  const number = toNumber(wanted);
  const option = isV6(wanted) ? "--ip6" : "--ip";
  if (number === undefined || !mayHave(range, number)) {
    throw new UserError(`${option} ${wanted}: network ${name} cannot give it (${subnet.cidr})`);
  }
  const address = toAddress(number, subnet.gateway);
  if (!taken.has(number)) return address;
  const owner = leasesOf({ name }).find(({ addresses }) => addresses.includes(address));
  const who = owner?.names[0] ?? "another container";
  throw new UserError(`${option} ${address} is taken by container ${who} on network ${name}`);
}

const mayHave = ({ first, last, gateway }: Range, address: bigint) =>
  address > first && address < last && address !== gateway;
