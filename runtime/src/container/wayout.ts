/** Of a container's networks, one has its default route, and its published ports. */
import { ownerText } from "../host/network/chains.ts";
import { allLeases, type Lease, readNetwork, writeLease } from "../host/network/records.ts";
import { ip } from "../host/network/tools.ts";
import { familyOf, removeRules } from "../host/network/up.ts";
import { containerLines } from "../host/network/veth.ts";
import { indexOf, type Place } from "./place.ts";
import { leadsTo } from "./ports.ts";
import { publish } from "./publishing.ts";
import { read } from "./store.ts";

/**
 * Finds a container that runs a way out, when it has none: the first of its networks that lead out
 * takes over the default route, and the ports that are still held for it. May be done again when it
 * was not done to the end. To be called under the lock (host/network/alone.ts).
 */
export async function giveWayOut(id: string): Promise<void> {
  const own = allLeases().filter(({ container }) => container === id);
  if (own.some(({ gateway }) => gateway)) return;
  const [heir] = own.flatMap(outward).sort((a, b) => indexOf(a.lease) - indexOf(b.lease));
  if (!heir) return;
  const { network } = heir;
  const published = (read(id)?.ports ?? []).filter((port) => leadsTo(port, network));
  const lease: Lease = { ...heir.lease, gateway: true, published };
  await ip(routeLines({ network, lease }), { pid: lease.process.pid });
  if (published.length > 0) await publishAnew({ network, lease });
  writeLease(network.name, lease);
}

function outward({ network: name, ...lease }: ReturnType<typeof allLeases>[number]): Place[] {
  const network = readNetwork(name);
  return network && !network.internal ? [{ network, lease }] : [];
}

/** What a container's end has more when it is the way out; a route that is there stays. */
function routeLines({ network, lease }: Place): string[] {
  const without = containerLines(network, lease, false);
  return containerLines(network, lease, true)
    .filter((line) => !without.includes(line))
    .map((line) => line.replace(/^route add /, "route replace "));
}

/** A killed command may have made the rules already. */
async function publishAnew(place: Place): Promise<void> {
  const owners = new Set([ownerText(place.lease)]);
  await Promise.all(place.lease.addresses.map((address) => removeRules(familyOf(address), owners)));
  await publish(place);
}
