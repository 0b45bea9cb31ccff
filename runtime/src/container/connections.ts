/** Who is connected to what, now. */
import { type Lease, leasesOf, listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { indexOf } from "./place.ts";

/** What a container has. */
export interface Connection {
  readonly network: NetworkRecord;
  readonly lease: Lease;
}

/** What each container that is connected has, by its id, by their interfaces. */
export function connections(): Map<string, Connection[]> {
  const all = new Map<string, Connection[]>();
  for (const network of listNetworks()) {
    for (const lease of leasesOf(network)) {
      all.set(lease.container, [...(all.get(lease.container) ?? []), { network, lease }]);
    }
  }
  for (const one of all.values()) one.sort((a, b) => indexOf(a.lease) - indexOf(b.lease));
  return all;
}

/** What one container has; nothing when it does not run, or has only `lo`. */
export const connectionsOf = (id: string): Connection[] => connections().get(id) ?? [];
