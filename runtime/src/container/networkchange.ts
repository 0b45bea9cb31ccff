/** A container that runs is connected to one more network, or taken off one. */
import { alone } from "../host/network/alone.ts";
import { noNetwork, openNetwork } from "../host/network/networks.ts";
import {
  allLeases,
  type Lease,
  leasesOf,
  readNetwork,
  writeLease,
} from "../host/network/records.ts";
import { markOf } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { refreshHosts } from "./hosts.ts";
import { type Guest, plug, releaseLeases, take } from "./network.ts";
import type { Membership } from "./networking.ts";

/**
 * Connects a container that runs to one more network.
 *
 * @param remember writes down that it is on it: from then on the change is not undone, whoever is
 *   killed meanwhile (network.ts#repairNetworks)
 * @throws UserError when it is on it already, or cannot be; nothing is left then
 */
export const connectRunning = (
  membership: Membership,
  guest: Guest,
  remember: () => void,
): Promise<void> =>
  alone(async () => {
    const name = membership.network;
    if (!readNetwork(name)) throw noNetwork(name);
    const own = allLeases().filter(({ container }) => container === guest.id);
    if (own.some(({ network }) => network === name)) {
      throw new UserError(`container ${guest.names[0]} is on network ${name} already`);
    }
    const more = { published: [], changer: markOf(process.pid) };
    const place = take(await openNetwork(name), guest, membership, freeIndex(own), more);
    const { changer, ...lease } = place.lease;
    try {
      await plug(place, guest.process.pid, own.length === 0);
      refreshHosts([name]);
      remember();
    } catch (error) {
      await releaseLeases([{ ...place.lease, network: name }]);
      throw error;
    }
    writeLease(name, lease);
  });

/** The lowest number that none of its interfaces has. */
function freeIndex(own: readonly Lease[]): number {
  const used = own.map(({ device }) => device);
  const numbers = Array.from({ length: used.length + 1 }, (_, i) => i);
  return numbers.find((i) => !used.includes(`eth${i}`)) ?? 0;
}

/**
 * Takes a container that runs off a network.
 *
 * @param remember writes down that it is no longer on it: from then on the change is not undone
 */
export const disconnectRunning = (name: string, id: string, remember: () => void): Promise<void> =>
  alone(async () => {
    const lease = leasesOf({ name }).find(({ container }) => container === id);
    if (!lease) return remember();
    const leaving = { ...lease, changer: markOf(process.pid) };
    writeLease(name, leaving);
    remember();
    await releaseLeases([{ ...leaving, network: name }]);
  });
