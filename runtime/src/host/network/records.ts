/**
 * The networks there are, and who is on them: `networks/NAME/network.json`, and a file for each
 * container in `networks/NAME/leases`, named after the addresses it has. Which addresses are taken
 * is so known from one look into a directory, however large the subnet is.
 *
 * A directory whose name begins with a dot is a network that is being made or removed: found under
 * the lock, it is what a killed command has left.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import { stateRoot } from "../../kernel/stateroot.ts";
import { writeWhole } from "../../kernel/wholefile.ts";
import { isAlive, type ProcessMark } from "../process.ts";
import { networksDirectory } from "./alone.ts";
import type { Endpoint, Network, Published } from "./network.ts";
import { toNumber } from "./ranges.ts";

/** What is remembered of a network. */
export interface NetworkRecord extends Network {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** ISO 8601 */
  readonly created: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container's place on a network, for as long as a process lives. */
export interface Lease extends Endpoint {
  /** The container's id. */
  readonly container: string;
  /** What the others on the network call it. */
  readonly names: readonly string[];
  readonly published: readonly Published[];
  /** The container's default route is by this network. */
  readonly gateway?: boolean | undefined;
  /** The first process in the container. */
  readonly process: ProcessMark;
  /** Another container is in the same network namespace, which so outlives this one. */
  readonly shared?: boolean;
  /** Who is connecting a container that runs, or taking it off, and has not come to the end of it. */
  readonly changer?: ProcessMark | undefined;
}

const RULE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/;

/** @throws UserError for what cannot be a name */
export function requireName(name: string): void {
  if (RULE.test(name)) return;
  throw new UserError(
    `network name ${JSON.stringify(name)}: it begins with a letter or digit, and goes on with those and _ . - (128 at most)`,
  );
}

const home = (name: string) => join(stateRoot(), "networks", name);
const note = (name: string) => join(home(name), "network.json");
const leaseFile = (network: string, { addresses }: Pick<Endpoint, "addresses">) =>
  join(home(network), "leases", addresses.join(","));

/** The entries of a directory; none when nobody has made it yet. */
function entries(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** All networks by name. */
export const listNetworks = (): NetworkRecord[] =>
  entries(home(""))
    .sort()
    .flatMap((name) => readNetwork(name) ?? []);

/** Undefined when there is no such network. */
export function readNetwork(name: string): NetworkRecord | undefined {
  return RULE.test(name) ? readRecord(name) : undefined;
}

function readRecord(directory: string): NetworkRecord | undefined {
  try {
    return JSON.parse(readFileSync(note(directory), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (directory.startsWith(".")) return undefined; // it was never whole
    throw new UserError(`network ${directory}: ${note(directory)}: ${(error as Error).message}`);
  }
}

const UNFINISHED = ".";

/** Writes a network down, as one that is still being made. */
export function writeUnfinished(network: NetworkRecord): void {
  networksDirectory();
  mkdirSync(join(home(UNFINISHED + network.name), "leases"), { recursive: true, mode: 0o700 });
  writeWhole(note(UNFINISHED + network.name), `${JSON.stringify(network, null, 2)}\n`);
}

/** It is made: now it is there for others. */
export const markFinished = ({ name }: Network): void =>
  renameSync(home(UNFINISHED + name), home(name));

/** It is to be removed, and no longer there for others. */
export const markDoomed = ({ name }: Network): void =>
  renameSync(home(name), home(UNFINISHED + name));

/** Those that are being made or removed; what cannot be read is nothing yet, and goes. */
export function unfinishedNetworks(): NetworkRecord[] {
  const names = entries(home("")).filter((name) => name.startsWith(".") && name !== ".lock");
  return names.flatMap((name) => {
    const record = readRecord(name);
    if (!record) rmSync(home(name), { recursive: true, force: true });
    return record ?? [];
  });
}

/** Whether a command is at work on a network, or was killed at it. */
export const anyUnfinished = (): boolean =>
  entries(home("")).some((name) => name.startsWith(".") && name !== ".lock");

/** Forgets one that is being made or removed. */
export const forgetUnfinished = ({ name }: Network): void =>
  rmSync(home(UNFINISHED + name), { recursive: true, force: true });

/** The addresses that are taken, in each of the network's subnets. */
export function takenAddresses({ name, subnets }: Network): Set<bigint>[] {
  const taken = entries(join(home(name), "leases")).map((file) => file.split(","));
  return subnets.map(
    (_, i) => new Set(taken.flatMap((addresses) => toNumber(addresses[i] ?? "") ?? [])),
  );
}

/** Who is on a network; who leaves it meanwhile is not. */
export function leasesOf({ name }: Pick<Network, "name">): Lease[] {
  const directory = join(home(name), "leases");
  return entries(directory).flatMap((file) => {
    try {
      return JSON.parse(readFileSync(join(directory, file), "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  });
}

/** Everybody on any network, with the network's name. */
export const allLeases = (): (Lease & { readonly network: string })[] =>
  entries(home(""))
    .filter((name) => RULE.test(name))
    .flatMap((network) => leasesOf({ name: network }).map((lease) => ({ ...lease, network })));

/** Takes addresses, or notes what has changed; nobody else may be at it (alone.ts). */
export function writeLease(network: string, lease: Lease): void {
  const unfinished = join(home(network), "lease.tmp");
  writeFileSync(unfinished, JSON.stringify(lease), { mode: 0o600 });
  renameSync(unfinished, leaseFile(network, lease));
}

/** Gives the addresses back. */
export const removeLease = (network: string, lease: Pick<Lease, "addresses">): void =>
  rmSync(leaseFile(network, lease), { force: true });

/** Whether the container that has it is gone, without having given it back. */
export const isStale = ({ process }: Lease): boolean => !isAlive(process);

/** Whether a network's directory is there. */
export const hasNetwork = (name: string): boolean => RULE.test(name) && existsSync(home(name));
