/** A container's connection: made when it starts, undone when it has ended, mended after a crash. */
import { closeSync } from "node:fs";
import { alone } from "../host/network/alone.ts";
import { ownerText } from "../host/network/chains.ts";
import { hasLink } from "../host/network/machine.ts";
import type { Published } from "../host/network/network.ts";
import { openNetwork, sweepNetworks } from "../host/network/networks.ts";
import { rateLines } from "../host/network/rate.ts";
import {
  allLeases,
  anyUnfinished,
  isStale,
  type Lease,
  type NetworkRecord,
  removeLease,
  writeLease,
} from "../host/network/records.ts";
import { ip, tc } from "../host/network/tools.ts";
import { familyOf, removeRules } from "../host/network/up.ts";
import { containerLines, vethLines } from "../host/network/veth.ts";
import { isAlive, markOf } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import type { Init } from "../kernel/init.ts";
import { refreshHosts } from "./hosts.ts";
import type { Networking } from "./networking.ts";
import { type Guest, namesOf, type Place, take } from "./place.ts";
import { choosePorts, refuseUnreachable } from "./ports.ts";
import { forgetOlder, publish } from "./publishing.ts";
import type { Spec } from "./spec.ts";
import { change, read } from "./store.ts";
import type { Undo } from "./undo.ts";
import { giveWayOut } from "./wayout.ts";

/**
 * Connects a container to the networks that its Spec asks for, before its command runs.
 *
 * @param init its first process, in a network namespace of its own
 * @throws UserError for a network, an address or a port that is not to be had; nothing is left then
 */
export async function connect(
  spec: Spec,
  asked: Networking,
  init: Pick<Init, "pid" | "catchUp" | "hold">,
): Promise<Undo> {
  const { id } = spec;
  const { pid } = init;
  const held: number[] = [];
  const names = namesOf(id, asked.name ?? read(id)?.name, spec);
  const guest = { id, process: markOf(pid), names };
  try {
    const places = await alone(() => takePlaces(guest, asked, held));
    await Promise.all([
      ...places.map((place) => plug(place, pid, asked.rate)),
      ...places.map(publish),
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

/** The first network that leads out has the default route, and the published ports lead in by it. */
async function takePlaces(
  guest: Guest,
  { networks: wanted, ports }: Networking,
  held: number[],
): Promise<Place[]> {
  const networks: NetworkRecord[] = [];
  for (const { network } of wanted) networks.push(await openNetwork(network));
  const gateway = networks.find(({ internal }) => !internal);
  const [inner] = networks;
  if (!gateway && inner && ports.length > 0) {
    throw new UserError(`-p: network ${inner.name} is internal, nothing leads into it`);
  }
  if (gateway) refuseUnreachable(ports, gateway);
  const chosen = choosePorts(ports, allLeases(), held);
  rememberPorts(guest.id, gateway ? undefined : chosen);
  return wanted.map((membership, i) => {
    const network = networks[i] as NetworkRecord;
    const more = network === gateway ? { gateway: true, published: chosen } : { published: [] };
    return take(network, guest, membership, i, more);
  });
}

/** Ports that are held, and lead nowhere as long as it is on no network that leads out. */
function rememberPorts(id: string, ports: readonly Published[] | undefined): void {
  const before = read(id)?.ports;
  if (before === undefined && (ports ?? []).length === 0) return;
  change(id, (record) => ({ ...record, ports }));
}

/**
 * Makes the cable between the bridge and the container.
 *
 * @param rate bits a second, each way
 */
export async function plug({ network, lease }: Place, pid: number, rate?: number): Promise<void> {
  const after = ip(vethLines(network, lease, pid));
  const lines = containerLines(network, lease, lease.gateway ?? false);
  await Promise.all([after, ip(lines, { pid, after })]);
  if (rate === undefined) return;
  await Promise.all([tc(rateLines(lease.veth, rate)), tc(rateLines(lease.device, rate), { pid })]);
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
    await releaseLeases(unsettled.filter((lease) => !isOn(lease)));
    const living = unsettled.filter((lease) => !isStale(lease));
    await settleLeases(new Set(living.map(({ container }) => container)));
  });
}

/**
 * Nothing of some containers' places is under way any more: they have their names by now, and one of
 * them is the way out. To be called under the lock.
 */
export async function settleLeases(containers: ReadonlySet<string>): Promise<void> {
  const unsettled = () =>
    allLeases().filter(({ container, changer }) => changer && containers.has(container));
  const before = unsettled();
  try {
    for (const id of containers) await giveWayOut(id);
  } finally {
    for (const { network, ...lease } of unsettled()) writeLease(network, withNames(network, lease));
    refreshHosts(before.map(({ network }) => network));
    for (const { network, changer, ...lease } of unsettled()) writeLease(network, lease);
  }
}

function withNames(network: string, lease: Lease): Lease {
  const { id, name, spec } = read(lease.container) ?? {};
  if (id === undefined || !spec) return lease;
  const { aliases = [] } = spec.networking?.networks.find((one) => one.network === network) ?? {};
  return { ...lease, names: [...namesOf(id, name, spec), ...aliases] };
}

const isUnsettled = (lease: Lease): boolean =>
  isStale(lease) || (lease.changer !== undefined && !isAlive(lease.changer));

const isMember = ({ container, network }: Held): boolean =>
  read(container)?.spec?.networking?.networks.some((one) => one.network === network) ?? false;
