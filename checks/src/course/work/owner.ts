/** Whose the files are: a course run with sudo writes into the folder of somebody else. */
import { existsSync, lchownSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";

/** Gives a directory and all in it to the owner of the project, when it is root that made it. */
export function giveBack(directory: string): void {
  if (!existsSync(directory)) return;
  const within = readdirSync(directory, { recursive: true, encoding: "utf8" });
  giveBackOnly(directory, ...within.map((path) => join(directory, path)));
}

/** Gives just these, and not what is in them. */
export function giveBackOnly(...paths: readonly string[]): void {
  const { uid, gid } = statSync(PROJECT);
  if (uid === 0 || process.getuid?.() !== 0) return;
  for (const path of paths) lchownSync(path, uid, gid);
}
