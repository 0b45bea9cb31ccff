/**
 * Work on the store: a directory of one's own for what is not finished, and the promise that nothing
 * is removed meanwhile. What a killed command left behind, the next one removes.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LOCK } from "../../kernel/flags.ts";
import { locked } from "../../kernel/lock.ts";
import { type Held, lock, tryLockDirectory } from "./lock.ts";
import { makePlaces, places } from "./places.ts";

/** Work that has begun. */
export interface Work {
  /** For unfinished files: on the store's own file system, so that a rename finishes them. */
  readonly directory: string;
  /** Must be called at the end, whether all went well or not. */
  close(): void;
}

/** Begins to add content. Waits while somebody removes content. */
export function beginWork(): Work {
  makePlaces();
  return workUnder(lock(places.contentLock(), LOCK.SH));
}

/** A directory under a content lock, which goes with it. */
export function workUnder(content: Held): Work {
  const { directory, own, stale } = claim();
  for (const { path, held } of stale) {
    rmSync(path, { recursive: true, force: true });
    held.release();
  }
  return {
    directory,
    close() {
      rmSync(directory, { recursive: true, force: true });
      own.release();
      content.release();
    },
  };
}

/** Nobody may take a directory for a leftover between its making and its locking. */
const claim = () =>
  locked(places.tableLock(), () => {
    const stale = readdirSync(places.temporary()).flatMap((name) => {
      const path = join(places.temporary(), name);
      const held = tryLockDirectory(path);
      return held ? [{ path, held }] : [];
    });
    const directory = mkdtempSync(join(places.temporary(), "work-"));
    const own = tryLockDirectory(directory) as Held;
    return { directory, own, stale };
  });
