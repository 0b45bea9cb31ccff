/** Which networks a container is on: now, where it runs, and whenever it is started again. */
import type { Published } from "../host/network/network.ts";
import { UserError } from "../kernel/errors.ts";
import { findNetwork } from "./findnetwork.ts";
import { connectRunning, disconnectRunning } from "./networkchange.ts";
import type { Membership } from "./networking.ts";
import { namesOf } from "./place.ts";
import type { ContainerRecord } from "./record.ts";
import { isUp, stateOf } from "./state.ts";
import { change, find } from "./store.ts";

/**
 * Connects a container to one more network; one that does not run will be on it when it is started.
 *
 * @returns the container's id
 * @throws UserError when it is on it already, or cannot be
 */
export async function connectMember(wanted: Membership, reference: string): Promise<string> {
  const record = find(reference);
  const { id, name, process } = record;
  requireOwn(record);
  const membership = { ...wanted, network: findNetwork(wanted.network).name };
  if (networksOf(record).some(({ network }) => network === membership.network)) {
    throw new UserError(`container ${name} is on network ${membership.network} already`);
  }
  const add = () => remember(id, (networks) => [...networks, membership]);
  if (process && isUp(stateOf(record))) {
    const names = namesOf(id, name, record.spec ?? { hostname: name });
    await connectRunning(membership, { id, process, names }, record.spec?.networking, add);
  } else add();
  return id;
}

/**
 * Takes a container off a network, now and for later.
 *
 * @returns the container's id
 * @throws UserError when it is not on it
 */
export async function disconnectMember(network: string, reference: string): Promise<string> {
  const record = find(reference);
  const { name } = findNetwork(network);
  if (!networksOf(record).some((one) => one.network === name)) {
    throw new UserError(`container ${record.name} is not on network ${name}`);
  }
  const strike = (ports: readonly Published[] = []) =>
    remember(record.id, (networks) => networks.filter((one) => one.network !== name), ports);
  if (isUp(stateOf(record))) await disconnectRunning(name, record.id, strike);
  else strike();
  return record.id;
}

const networksOf = ({ spec }: ContainerRecord) => spec?.networking?.networks ?? [];

function requireOwn({ name, spec }: ContainerRecord): void {
  const mode = spec?.networking?.mode;
  if (mode !== "host" && mode !== "container") return;
  throw new UserError(`container ${name} has no network of its own (--network ${mode})`);
}

/** @param ports that have led in, and are held for it as long as it runs */
function remember(
  id: string,
  next: (networks: readonly Membership[]) => Membership[],
  ports: readonly Published[] = [],
): void {
  change(id, (old) => {
    if (!old.spec) return old;
    const { networking = { mode: "networks", networks: [], ports: [] } as const } = old.spec;
    const networks = next(networking.networks);
    const held = ports.length > 0 ? { ports } : {};
    return { ...old, ...held, spec: { ...old.spec, networking: { ...networking, networks } } };
  });
}
