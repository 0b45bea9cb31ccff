/**
 * Volumes that have a name: a directory each, below the state root, in docker's form
 * (`volumes/NAME/_data`), and beside the data what is known of it. One is made under another name
 * and renamed when it is whole; making, taking and removing exclude each other (flock(2)).
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { UserError } from "../kernel/errors.ts";
import { LOCK } from "../kernel/flags.ts";
import { locked } from "../kernel/lock.ts";
import { native } from "../kernel/native.ts";
import { stateDirectory, stateRoot } from "../kernel/stateroot.ts";
import { writeWhole } from "../kernel/wholefile.ts";
import { newId } from "./random.ts";
import { refuseMounts, removeTree } from "./removetree.ts";

/** What is remembered of a volume. */
export interface NamedVolume {
  readonly name: string;
  /** ISO 8601 */
  readonly created: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its name is one by chance: nobody asked for it by name. */
  readonly anonymous: boolean;
}

const RULE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;

const UNFINISHED = ".new-"; // no name begins with a dot

const home = (name: string) => join(stateRoot(), "volumes", name);
const note = (directory: string) => join(directory, "volume.json");

/** Where a volume's data is, whether there is such a volume or not. */
export const dataOf = (name: string): string => join(home(name), "_data");

/** A name for a volume that nobody names: 64 hexadecimal digits, as docker's. */
export const anonymousName = newId;

/** While the action runs, nobody makes, takes or removes a volume. */
function alone<T>(action: () => T): T {
  let directory: string;
  try {
    directory = stateDirectory("volumes");
  } catch (error) {
    throw new UserError(
      `volumes with a name are kept in ${stateRoot()}: ${(error as Error).message} (sudo, or set MYDOCKER_ROOT)`,
    );
  }
  return locked(join(directory, ".lock"), action);
}

/**
 * Makes a volume; one that is there already stays as it is.
 *
 * @throws UserError for what cannot be a name
 */
export function createVolume(
  name: string,
  { labels = {}, anonymous = false }: Partial<NamedVolume> = {},
): void {
  if (!RULE.test(name)) {
    throw new UserError(
      `volume name ${JSON.stringify(name)}: it begins with a letter or digit, and goes on with those and _ . - (2 to 255 characters)`,
    );
  }
  alone(() => make({ name, created: new Date().toISOString(), labels, anonymous }));
}

function make(volume: NamedVolume): void {
  if (existsSync(home(volume.name))) return;
  sweep();
  const unfinished = home(UNFINISHED + newId().slice(0, 12)); // short, as the name may be 255 long
  mkdirSync(join(unfinished, "_data"), { recursive: true, mode: 0o755 });
  writeWhole(note(unfinished), `${JSON.stringify(volume, null, 2)}\n`);
  renameSync(unfinished, home(volume.name));
}

/** What a killed command left unfinished. Nobody else makes one now; removing, two may be at it. */
function sweep(): void {
  for (const entry of readdirSync(stateDirectory("volumes"))) {
    if (entry.startsWith(UNFINISHED)) removeTree(home(entry));
  }
}

/** All volumes by name. */
export function listVolumes(): NamedVolume[] {
  let names: string[];
  try {
    names = readdirSync(join(stateRoot(), "volumes"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names.sort().flatMap((name) => readVolume(name) ?? []);
}

/** Undefined when there is no such volume. */
export function readVolume(name: string): NamedVolume | undefined {
  if (!RULE.test(name)) return undefined;
  try {
    return JSON.parse(readFileSync(note(home(name)), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`volume ${name}: ${note(home(name))}: ${(error as Error).message}`);
  }
}

/** Descriptors that this process holds volumes with; the kernel closes them with it. */
const held = new Map<string, number>();

/**
 * Takes a volume for a container that is about to start, made if it is missing: nobody can remove
 * it until this process ends, or releases it.
 */
export function holdVolume(name: string, anonymous: boolean): void {
  if (!RULE.test(name)) createVolume(name); // says why it is none
  alone(() => {
    make({ name, created: new Date().toISOString(), labels: {}, anonymous });
    if (held.has(name)) return;
    const fd = openSync(home(name), "r");
    native.flock(fd, LOCK.SH);
    held.set(name, fd);
  });
}

/** Lets go of it. */
export function releaseVolume(name: string): void {
  const fd = held.get(name);
  if (fd !== undefined) closeSync(fd);
  held.delete(name);
}

/**
 * Removes a volume and its data.
 *
 * @param user says who uses it, of those that are remembered; asked while nobody can start to
 * @returns whether there was one
 * @throws UserError when somebody uses it, or something is mounted in it
 */
export function removeVolume(name: string, user: () => string | undefined): boolean {
  const doomed = alone(() => {
    sweep();
    if (!readVolume(name)) return undefined;
    const by = user() ?? (isHeld(name) ? "a container that runs" : undefined);
    if (by) throw new UserError(`volume ${name} is in use by ${by}`);
    refuseMounts(home(name));
    const away = home(UNFINISHED + newId().slice(0, 12));
    renameSync(home(name), away);
    return away;
  });
  if (doomed) rmSync(doomed, { recursive: true, force: true });
  return doomed !== undefined;
}

/** Whether some mydocker, this one or another, has taken it. */
export function isHeld(name: string): boolean {
  const fd = openSync(home(name), "r");
  try {
    native.flock(fd, LOCK.EX | LOCK.NB);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return true;
    throw error;
  } finally {
    closeSync(fd);
  }
}
