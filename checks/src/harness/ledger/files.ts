/** Files where a container or mydocker may leave some. */
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { HARNESS, HOST_ROOT, SCRATCH, STATE } from "../places.ts";
import { mountsOf } from "../witness.ts";
import type { Account, Difference } from "./account.ts";

/** mydocker's state: its directory, and what is called after it in places that others use too. */
const STATE_PLACES = ["/", "/run", "/var/lib", "/var/run", "/etc"];

/** In places that a container may write to without a root of its own, by path. */
export const files: Account = {
  kind: "file",
  read: () => byPath([...below("/tmp"), ...below(SCRATCH)]),
  repair: remove,
};

/** What mydocker keeps on the machine, by path. */
export const state: Account = {
  kind: "state file",
  read: () => byPath([...below(STATE), ...STATE_PLACES.flatMap(calledMydocker)]),
  repair: remove,
};

const byPath = (paths: readonly string[]) => new Map(paths.map((path) => [path, path]));

function remove(differences: readonly Difference[]): void {
  const points = mountsOf("self").map(({ point }) => `${point}/`);
  for (const { key, before } of differences) {
    // A mount that could not be taken away must not be emptied.
    if (before !== undefined || points.some((point) => point.startsWith(`${key}/`))) continue;
    rmSync(inHost(key), { recursive: true, force: true });
  }
}

/** What is shared with the program is at the same path for us. */
const inHost = (path: string) =>
  [STATE, SCRATCH, "/tmp"].some((place) => path.startsWith(`${place}/`))
    ? path
    : join(HOST_ROOT, path);

/** Nothing on a file system that is mounted further down. */
const below = (top: string) => walk(top, device(top));

const device = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.dev;

function walk(directory: string, on: number | undefined): string[] {
  if (device(directory) !== on) return [];
  return list(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? [path, ...walk(path, on)] : [path];
  });
}

const list = (directory: string) => {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // gone since we saw it
  }
};

const calledMydocker = (directory: string): string[] =>
  list(join(HOST_ROOT, directory))
    .map(({ name }) => join(directory, name))
    .filter((path) => path.includes("mydocker") && path !== HARNESS);
