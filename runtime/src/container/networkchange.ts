/**
 * A container that runs is connected to one more network, taken off one, or called by another name.
 * What is under way is written on its leases, and is brought to an end by whoever comes next
 * (network.ts#repairNetworks).
 */
import { alone } from "../host/network/alone.ts";
import type { Published } from "../host/network/network.ts";
import { noNetwork, openNetwork } from "../host/network/networks.ts";
import { allLeases, type Lease, readNetwork, writeLease } from "../host/network/records.ts";
import { markOf } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { refreshHosts } from "./hosts.ts";
import { plug, releaseLeases, settleLeases } from "./network.ts";
import type { Membership, Networking } from "./networking.ts";
import { type Guest, take } from "./place.ts";

/**
 * Connects a container that runs to one more network.
 *
 * @param networking what its Spec asks for, of which its bandwidth counts here
 * @param remember writes down that it is on it: from then on the change is not undone, whoever is
 *   killed meanwhile
 * @throws UserError when it is on it already, or cannot be; nothing is left then
 */
export const connectRunning = (
  membership: Membership,
  guest: Guest,
  networking: Networking | undefined,
  remember: () => void,
): Promise<void> =>
  alone(async () => {
    const name = membership.network;
    if (!readNetwork(name)) throw noNetwork(name);
    const own = leasesWith(guest.id);
    if (own.some(({ network }) => network === name)) {
      throw new UserError(`container ${guest.names[0]} is on network ${name} already`);
    }
    const more = { published: [], changer: markOf(process.pid) };
    const place = take(await openNetwork(name), guest, membership, freeIndex(own), more);
    try {
      await plug(place, guest.process.pid, networking?.rate);
      refreshHosts([name]);
      remember();
    } catch (error) {
      await releaseLeases([{ ...place.lease, network: name }]);
      throw error;
    }
    await settleLeases(new Set([guest.id]));
  });

const leasesWith = (id: string) => allLeases().filter(({ container }) => container === id);

/** The lowest number that none of its interfaces has. */
function freeIndex(own: readonly Lease[]): number {
  const used = own.map(({ device }) => device);
  const numbers = Array.from({ length: used.length + 1 }, (_, i) => i);
  return numbers.find((i) => !used.includes(`eth${i}`)) ?? 0;
}

/**
 * Takes a container that runs off a network.
 *
 * @param remember writes down that it is no longer on it, and which ports have led in by it: from
 *   then on the change is not undone
 */
export const disconnectRunning = (
  name: string,
  id: string,
  remember: (ports: readonly Published[]) => void,
): Promise<void> =>
  alone(async () => {
    const own = beginChange(id);
    const leaving = own.find(({ network }) => network === name);
    remember(leaving?.published ?? []);
    if (leaving) await releaseLeases([leaving]);
    await settleLeases(new Set([id]));
  });

/**
 * Gives a container another name, by which it is found on its networks from then on.
 *
 * @param rename writes it down; what it throws is thrown, and nothing is changed then
 */
export const renameConnected = <T>(id: string, rename: () => T): Promise<T> =>
  alone(async () => {
    beginChange(id);
    try {
      return rename();
    } finally {
      await settleLeases(new Set([id]));
    }
  });

function beginChange(id: string): ReturnType<typeof leasesWith> {
  const changer = markOf(process.pid);
  const own = leasesWith(id).map((lease) => ({ ...lease, changer }));
  for (const { network, ...lease } of own) writeLease(network, lease);
  return own;
}
