/** The containers that were made: a directory for each, below the state root. */
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { refuseMounts, removeTree } from "../host/removetree.ts";
import type { Overlay } from "../inside/overlay.ts";
import { UserError } from "../kernel/errors.ts";
import { locked } from "../kernel/lock.ts";
import { native } from "../kernel/native.ts";
import { stateDirectory, stateRoot } from "../kernel/stateroot.ts";
import { writeWhole } from "../kernel/wholefile.ts";
import { tellOf } from "./events.ts";
import { chooseName } from "./names.ts";
import type { ContainerRecord } from "./record.ts";

const containers = () => stateDirectory("containers");
const lockFile = () => join(stateDirectory(), "containers.lock");

/** A container's own directory: its record, and its root's layer. */
export const directoryOf = (id: string): string => `${stateRoot()}/containers/${id}`;

/** All containers, the newest first. */
export function list(): ContainerRecord[] {
  return listOf(readdirSync(containers()));
}

/** Those of the containers with these ids that there are, the newest first. */
export function listOf(ids: readonly string[]): ContainerRecord[] {
  const directory = containers();
  return native
    .readAll(ids.map((id) => `${directory}/${id}/container.json`))
    .flatMap((text) => parse(text) ?? [])
    .sort((a, b) => (a.created < b.created ? 1 : -1));
}

/** A directory without a record is one in the making, or what a killed command left of it. */
export const read = (id: string): ContainerRecord | undefined => listOf([id])[0];

function parse(text = ""): ContainerRecord | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A container's name; undefined for one that is not written down. */
export const nameOf = (id: string): string | undefined => read(id)?.name;

/**
 * Finds a container by name, by id, or by the beginning of its id.
 *
 * @throws UserError when there is none, or more than one
 */
export function find(reference: string): ContainerRecord {
  const all = list();
  const exact = all.find(({ id, name }) => id === reference || name === reference);
  if (exact) return exact;
  const [first, second] = all.filter(({ id }) => reference !== "" && id.startsWith(reference));
  if (second) throw new UserError(`more than one container's id begins with ${reference}`);
  if (!first)
    throw new UserError(`no container ${JSON.stringify(reference)} (see 'mydocker ps -a')`);
  return first;
}

/**
 * Makes a container's directory and writes its record.
 *
 * @param wanted with a name, or without one: then it gets one that is free
 * @throws UserError when the name is taken or cannot be one
 */
export function create(wanted: Omit<ContainerRecord, "name"> & { name?: string | undefined }) {
  return locked(lockFile(), () => {
    const taken = new Map(list().map(({ id, name }) => [name, id]));
    const record: ContainerRecord = { ...wanted, name: chooseName(wanted.name, taken) };
    mkdirSync(directoryOf(record.id), { recursive: true, mode: 0o700 });
    save(record);
    return record;
  });
}

/**
 * Changes what is remembered of a container, while nobody else does.
 *
 * @param change is given the record as it is by now
 * @returns the new record; undefined when the container is gone
 */
export const change = (
  id: string,
  change: (record: ContainerRecord) => ContainerRecord,
): ContainerRecord | undefined =>
  locked(lockFile(), () => {
    const record = read(id);
    if (!record) return undefined;
    const changed = change(record);
    try {
      save(changed);
    } catch (error) {
      if (existsSync(directoryOf(id))) throw error;
      return undefined; // `rm` has just removed it
    }
    return changed;
  });

/** Gives a container another name. @throws UserError when it is taken or cannot be one */
export const rename = (id: string, name: string): ContainerRecord | undefined =>
  change(id, (record) => {
    const taken = new Map(list().map((one) => [one.name, one.id]));
    return { ...record, name: chooseName(name, taken) };
  });

/** Replaces a container's record. */
export const save = (record: ContainerRecord): void =>
  writeWhole(join(directoryOf(record.id), "container.json"), `${JSON.stringify(record)}\n`);

/**
 * Makes the directories of an overlay: the layers by short names, one for the container's changes.
 *
 * @param layers the image's layers, the base first
 */
export function makeOverlayDirectories(id: string, layers: readonly string[]): void {
  const base = directoryOf(id);
  for (const name of ["lower", "work", "merged"]) mkdirSync(join(base, name));
  mkdirSync(join(base, "upper"), { mode: 0o755 }); // its mode is that of the container's /
  layers.forEach((layer, i) => {
    symlinkSync(layer, join(base, "lower", String(i)));
  });
}

/** The overlay that makeOverlayDirectories made room for. */
export const overlayOf = (id: string, layers: readonly string[]): Overlay => ({
  base: directoryOf(id),
  layers: layers.map((_, i) => `lower/${i}`),
});

/**
 * Removes a container's directory. First its name goes, so that a half removed one is never taken
 * for a container. Nothing of ours is mounted there; what somebody else has mounted is not crossed,
 * and links are not followed, so it cannot reach further.
 *
 * @throws UserError when something is mounted there; the container stays then
 */
export function remove(id: string): void {
  const from = directoryOf(id);
  const doomed = join(stateDirectory("removing"), id);
  refuseMounts(from);
  const record = read(id);
  if (existsSync(from)) renameSync(from, doomed);
  removeTree(doomed);
  if (record) tellOf(record, "destroy");
}

/** Finishes removals that were interrupted. */
export function sweepContainers(): void {
  const removing = join(stateRoot(), "removing");
  for (const id of unfinished(removing)) {
    try {
      removeTree(join(removing, id));
    } catch {
      // something is mounted there: no reason for another command to fail
    }
  }
}

function unfinished(removing: string): string[] {
  try {
    return readdirSync(removing);
  } catch {
    return []; // nothing was ever removed
  }
}
