/**
 * Notices saves by what files contain. Events of a file system do not come out of a folder that is
 * shared into a virtual machine, and its times may be off; contents are the same everywhere.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const LOOK = 300; // ms between two looks, or more where looking takes long
const SHARE = 30; // looking takes at most one part in so many of the time
const SETTLE = 60; // ms in which an editor writes the rest of a file

/** Fingerprints of contents, by path. */
type Contents = ReadonlyMap<string, string>;

/** The TypeScript beneath a directory; nothing of what begins with a dot. */
export async function contents(directory: string): Promise<Contents> {
  const paths = await sourcesIn(directory);
  const pairs = await Promise.all(
    paths.map(async (path) => [path, await fingerprint(join(directory, path))] as const),
  );
  return new Map(pairs);
}

async function sourcesIn(directory: string, below = ""): Promise<string[]> {
  const entries = await readdir(join(directory, below), { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter(({ name }) => !name.startsWith("."))
    .map(async (entry): Promise<string[]> => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return sourcesIn(directory, path);
      return entry.name.endsWith(".ts") ? [path] : [];
    });
  return (await Promise.all(found)).flat();
}

/** A file that an editor is just replacing has none. */
const fingerprint = (path: string): Promise<string> =>
  readFile(path).then(
    (bytes) => createHash("sha1").update(bytes).digest("hex"),
    () => "",
  );

/** Which paths differ. */
export const differences = (before: Contents, now: Contents): string[] =>
  [...new Set([...before.keys(), ...now.keys()])]
    .filter((path) => before.get(path) !== now.get(path))
    .sort();

/** Tells of saves until it is stopped; several files that are saved at once are one save. */
export async function watchContents(
  directory: string,
  saved: (paths: readonly string[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const options = { signal };
  let known = await contents(directory);
  while (!signal.aborted) {
    const start = performance.now();
    let now = await contents(directory);
    const pause = Math.max(LOOK, (performance.now() - start) * SHARE);
    for (let before = known; differences(before, now).length > 0; ) {
      await setTimeout(SETTLE, undefined, options).catch(() => {});
      before = now;
      now = await contents(directory);
    }
    const changed = differences(known, now);
    known = now;
    if (changed.length > 0 && !signal.aborted) saved(changed);
    await setTimeout(pause, undefined, options).catch(() => {});
  }
}
