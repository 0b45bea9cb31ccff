/** A network as people name it. */
import { alone } from "../host/network/alone.ts";
import { DEFAULT_NETWORK, noNetwork, openNetwork } from "../host/network/networks.ts";
import { listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { UserError } from "../kernel/errors.ts";

/**
 * Finds a network by name, by id, or by the beginning of its id.
 *
 * @throws UserError when there is none, or more than one
 */
export function findNetwork(reference: string): NetworkRecord {
  refuseOthers(reference);
  const all = listNetworks();
  const exact = all.find(({ id, name }) => id === reference || name === reference);
  if (exact) return exact;
  const [first, second] = all.filter(({ id }) => reference !== "" && id.startsWith(reference));
  if (second) throw new UserError(`more than one network's id begins with ${reference}`);
  if (first) return first;
  if (reference !== DEFAULT_NETWORK) throw noNetwork(reference);
  throw new UserError(`network ${reference} is not there yet: it is made when it is first needed`);
}

/** The name of a network that is meant by its id, or by the beginning of that; else the word itself. */
export function networkName(reference: string): string {
  const all = listNetworks();
  if (reference === "" || all.some(({ name }) => name === reference)) return reference;
  const [only, other] = all.filter(({ id }) => id.startsWith(reference));
  return other ? reference : (only?.name ?? reference);
}

/**
 * The name of a network that a container is to be on; the default one is made when it is first needed.
 *
 * @throws UserError as findNetwork()
 */
export async function networkToJoin(reference: string): Promise<string> {
  if (reference === DEFAULT_NETWORK) await alone(() => openNetwork(DEFAULT_NETWORK));
  return findNetwork(reference).name;
}

/** What stands after `--network` and is none of mydocker's. */
function refuseOthers(reference: string): void {
  const [kind = ""] = reference.split(":");
  const what = OTHERS[kind];
  if (what === undefined || (kind !== "container" && kind !== reference)) return;
  throw new UserError(
    `${reference} is no network of mydocker's but ${what}: a container is in it from its making (mydocker run --network ${reference}), or never`,
  );
}

const OTHERS: Readonly<Record<string, string>> = {
  none: "the want of one",
  host: "the machine's own",
  container: "another container's",
};
