/** A container's connection: made when it starts, undone when it has ended, mended after a crash. */
import { closeSync } from "node:fs";
import { freeAddress, type Range } from "../host/network/addresses.ts";
import { alone } from "../host/network/alone.ts";
import { ownerText } from "../host/network/chains.ts";
import { macOf } from "../host/network/mac.ts";
import { allowLoopback, hasLink } from "../host/network/machine.ts";
import { isV6 } from "../host/network/network.ts";
import { openNetwork, sweepNetworks } from "../host/network/networks.ts";
import { rangeOf, toAddress, toNumber } from "../host/network/ranges.ts";
import { rateLines } from "../host/network/rate.ts";
import {
  allLeases,
  anyUnfinished,
  isStale,
  type Lease,
  leasesOf,
  listNetworks,
  type NetworkRecord,
  removeLease,
  takenAddresses,
  writeLease,
} from "../host/network/records.ts";
import { containerRules } from "../host/network/rules.ts";
import { ip, restore, tc } from "../host/network/tools.ts";
import { familyOf, removeRules } from "../host/network/up.ts";
import { containerLines, vethLines } from "../host/network/veth.ts";
import { isAlive, markOf, type ProcessMark } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import type { Init } from "../kernel/init.ts";
import { refreshHosts } from "./hosts.ts";
import type { Membership, Networking } from "./networking.ts";
import { choosePorts } from "./ports.ts";
import type { Spec } from "./spec.ts";
import { nameOf, read } from "./store.ts";
import type { Undo } from "./undo.ts";

/** A container's place on a network, with the network. */
export interface Place {
  readonly network: NetworkRecord;
  readonly lease: Lease;
}

const MOST = 36; // networks of a container: one character is left for it in an interface's name

/** Who is to be connected. */
export interface Guest {
  readonly id: string;
  readonly process: ProcessMark;
  /** What it is called, and calls itself. */
  readonly names: readonly string[];
}

/**
 * Connects a container to the networks that its Spec asks for, before its command runs.
 *
 * @param init its first process, in a network namespace of its own
 * @throws UserError for a network, an address or a port that is not to be had; nothing is left then
 */
export async function connect(
  { id, hostname }: Spec,
  asked: Networking,
  init: Pick<Init, "pid" | "catchUp" | "hold">,
): Promise<Undo> {
  const { pid } = init;
  const held: number[] = [];
  const name = asked.name ?? nameOf(id);
  const names = [...(name ? [name] : []), id.slice(0, 12), hostname];
  const guest = { id, process: markOf(pid), names: [...new Set(names)] };
  try {
    const places = await alone(() => takePlaces(guest, asked, held));
    await Promise.all([
      ...places.map((place, i) => plug(place, pid, i === 0, asked.rate)),
      ...places.slice(0, 1).map(publish),
    ]);
    if (held.length > 0) init.hold?.(held);
    if (init.hold) closeAll(held);
    init.catchUp(); // now its root is entered, and its /etc/hosts is there
    await alone(() => refreshHosts(asked.networks.map(({ network }) => network)));
  } catch (error) {
    closeAll(held);
    await release(id);
    throw error;
  }
  return async () => {
    await release(id);
    closeAll(held);
  };
}

const closeAll = (held: number[]): void => {
  for (const socket of held.splice(0)) closeSync(socket);
};

async function takePlaces(
  guest: Guest,
  { networks, ports }: Networking,
  held: number[],
): Promise<Place[]> {
  const places: Place[] = [];
  for (const membership of networks) {
    const network = await openNetwork(membership.network);
    const isFirst = places.length === 0;
    if (isFirst && ports.length > 0 && network.internal) {
      throw new UserError(`-p: network ${network.name} is internal, nothing leads into it`);
    }
    const published = isFirst ? choosePorts(ports, allLeases(), held) : [];
    places.push(take(network, guest, membership, places.length, { published }));
  }
  return places;
}

/**
 * Takes a place on a network: from now on nobody else gets these addresses.
 *
 * @param index of its interface: 0 for eth0
 * @param more what else its lease is to say
 */
export function take(
  network: NetworkRecord,
  { id, process, names }: Guest,
  { ip, ip6, aliases }: Membership,
  index: number,
  more: Pick<Lease, "published" | "changer">,
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
    mac: macOf(addresses[0] ?? ""),
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

/**
 * Makes the cable between the bridge and the container.
 *
 * @param isDefault whether the way out is by this network
 * @param rate bits a second, each way
 */
export async function plug(
  { network, lease }: Place,
  pid: number,
  isDefault: boolean,
  rate?: number,
) {
  const after = ip(vethLines(network, lease, pid));
  await Promise.all([after, ip(containerLines(network, lease, isDefault), { pid, after })]);
  if (rate === undefined) return;
  await Promise.all([tc(rateLines(lease.veth, rate)), tc(rateLines(lease.device, rate), { pid })]);
}

async function publish({ network, lease }: Place): Promise<void> {
  const { container, addresses, published } = lease;
  if (published.length === 0) return;
  allowLoopback(network.bridge);
  await Promise.all(
    network.subnets.map(async (subnet, i) => {
      const address = addresses[i] ?? "";
      const mappings = published
        .filter(({ hostIp }) => hostIp === undefined || isV6(hostIp) === isV6(address))
        .map((port) => ({ ...port, address, subnet, bridge: network.bridge, container }));
      await restore(familyOf(address), containerRules(mappings));
    }),
  );
  await forgetOlder(published);
}

/** What went on before the rules were changed follows them now, where the kernel can be asked. */
async function forgetOlder(ports: Lease["published"]): Promise<void> {
  if (!ports.some(({ protocol }) => protocol === "udp")) return;
  const { forgetExchanges } = await import("../host/network/conntrack.ts");
  try {
    forgetExchanges(ports);
  } catch {
    // as long as such an exchange goes on, it does not
  }
}

/**
 * Disconnects a container that has ended: its rules go, and its addresses are free again. Its
 * interfaces went with its network namespace.
 */
export const release = (id: string): Promise<void> =>
  alone(() => releaseLeases(allLeases().filter(({ container }) => container === id)));

/** A lease with the name of its network. */
type Held = ReturnType<typeof allLeases>[number];

/**
 * Gives places back. As long as anything is left to do, the lease says so: it goes last. To be called
 * under the lock (host/network/alone.ts).
 */
export async function releaseLeases(leases: readonly Held[]): Promise<void> {
  const publishing = leases.filter(({ published }) => published.length > 0);
  const owners = new Set(publishing.map((lease) => ownerText(lease)));
  const families = new Set(publishing.flatMap(({ addresses }) => addresses.map(familyOf)));
  await Promise.all([...families].map((family) => removeRules(family, owners)));
  await forgetOlder(publishing.flatMap(({ published }) => published));
  const cables = leases.filter(({ shared, changer, veth }) => (shared || changer) && hasLink(veth));
  await ip(cables.map(({ veth }) => `link delete dev ${veth}`));
  if (leases.length > 0) refreshHosts([...new Set(leases.map(({ network }) => network))], leases);
  for (const lease of leases) removeLease(lease.network, lease);
}

/** What a container has. */
export interface Connection {
  readonly network: NetworkRecord;
  readonly lease: Lease;
}

/** What each container that is connected has, by its id; the first one has the default route. */
export function connections(): Map<string, Connection[]> {
  const all = new Map<string, Connection[]>();
  for (const network of listNetworks()) {
    for (const lease of leasesOf(network)) {
      all.set(lease.container, [...(all.get(lease.container) ?? []), { network, lease }]);
    }
  }
  for (const one of all.values()) one.sort((a, b) => (a.lease.device < b.lease.device ? -1 : 1));
  return all;
}

/** What one container has; nothing when it does not run, or has only `lo`. */
export const connectionsOf = (id: string): Connection[] => connections().get(id) ?? [];

/**
 * Mends what killed commands left behind; costs a look when there is nothing to mend. Where a
 * container that runs was being connected or taken off, what is remembered of it decides.
 */
export async function repairNetworks(): Promise<void> {
  if (!anyUnfinished() && !allLeases().some(isUnsettled)) return;
  await alone(async () => {
    await sweepNetworks();
    const unsettled = allLeases().filter(isUnsettled);
    const isOn = (lease: Held) => !isStale(lease) && isMember(lease);
    for (const { network, changer, ...lease } of unsettled.filter(isOn)) writeLease(network, lease);
    await releaseLeases(unsettled.filter((lease) => !isOn(lease)));
  });
}

const isUnsettled = (lease: Lease): boolean =>
  isStale(lease) || (lease.changer !== undefined && !isAlive(lease.changer));

const isMember = ({ container, network }: Held): boolean =>
  read(container)?.spec?.networking?.networks.some((one) => one.network === network) ?? false;
