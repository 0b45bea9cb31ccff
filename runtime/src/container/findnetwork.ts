/** A network as people name it. */
import { DEFAULT_NETWORK, noNetwork } from "../host/network/networks.ts";
import { listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { UserError } from "../kernel/errors.ts";

/**
 * Finds a network by name, by id, or by the beginning of its id.
 *
 * @throws UserError when there is none, or more than one
 */
export function findNetwork(reference: string): NetworkRecord {
  const all = listNetworks();
  const exact = all.find(({ id, name }) => id === reference || name === reference);
  if (exact) return exact;
  const [first, second] = all.filter(({ id }) => reference !== "" && id.startsWith(reference));
  if (second) throw new UserError(`more than one network's id begins with ${reference}`);
  if (first) return first;
  if (reference !== DEFAULT_NETWORK) throw noNetwork(reference);
  throw new UserError(`network ${reference} is not there yet: it is made when it is first needed`);
}
