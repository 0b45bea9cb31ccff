/** Where mydocker keeps what outlives a command: images, containers, volumes. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** The state root: MYDOCKER_ROOT, or /var/lib/mydocker. */
export const stateRoot = (): string => process.env.MYDOCKER_ROOT || "/var/lib/mydocker";

/** A directory below the state root, made when it is missing; nobody else may look into it. */
export function stateDirectory(...names: readonly string[]): string {
  const path = join(stateRoot(), ...names);
  if (!made.has(path)) mkdirSync(path, { recursive: true, mode: 0o700 });
  made.add(path);
  return path;
}

/** A command asks a dozen times for the same ones. */
const made = new Set<string>();
