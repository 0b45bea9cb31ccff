/**
 * Remembers what a pretend host makes on the machine before it makes it, so that whoever starts
 * the next one can take away what a killed one left.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Delegation, removeGroups } from "./cgroups.ts";
import { HARNESS } from "./places.ts";
import { startTime } from "./proc.ts";

interface Entry {
  readonly pid: number;
  readonly started: string;
  readonly delegation: Delegation;
}

const file = (id: string) => join(HARNESS, `${id}.json`);

const started = (pid: number): string | undefined => {
  try {
    return startTime(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
};

/** Notes what is about to be made in the name of this process. */
export function note(id: string, delegation: Delegation): void {
  const entry: Entry = { pid: process.pid, started: started(process.pid) ?? "", delegation };
  for (;;) {
    try {
      mkdirSync(HARNESS, { recursive: true });
      writeFileSync(file(id), JSON.stringify(entry));
      return;
    } catch (error) {
      // Whoever forgets the last entry removes the directory, perhaps just now.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

/** Forgets what has been taken away; the last one takes the journal's directory away too. */
export function forget(id: string): void {
  rmSync(file(id), { force: true });
  try {
    rmdirSync(HARNESS);
  } catch {
    // another pretend host is still up
  }
}

/** Takes away what dead ones left. */
export async function sweep(): Promise<void> {
  for (const id of journals()) {
    const entry = read(id);
    if (entry === "being written" || (entry && started(entry.pid) === entry.started)) continue;
    if (entry) await removeGroups(entry.delegation);
    forget(id);
  }
}

function journals(): string[] {
  try {
    return readdirSync(HARNESS).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

const WRITING = 10_000; // ms, after which a half-written entry is a dead one's, who made nothing

function read(id: string): Entry | "being written" | undefined {
  try {
    return JSON.parse(readFileSync(file(id), "utf8"));
  } catch {
    const written = statSync(file(id), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - written < WRITING ? "being written" : undefined;
  }
}
