/** Stops all processes of a container, and lets them go on (kernel: freezer, cgroup.freeze). */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../../kernel/pause.ts";
import { type Read, readNow } from "../../kernel/readtogether.ts";
import { type Hierarchy, PARENT } from "./index.ts";

const PATIENCE = 10_000; // ms
const PAUSE = 2; // ms between two looks

/** Freezes the container's group, and returns when all of it stands still. */
export async function freeze(hierarchy: Hierarchy, id: string): Promise<void> {
  const { set, frozen } = freezer(hierarchy, id);
  set(true);
  for (const deadline = Date.now() + PATIENCE; !frozen(); await pause(PAUSE)) {
    if (Date.now() < deadline) continue;
    set(false);
    throw new Error(`the processes of ${id.slice(0, 12)} do not stand still`);
  }
}

/** Lets a frozen group go on. */
export const thaw = (hierarchy: Hierarchy, id: string): void => freezer(hierarchy, id).set(false);

/** Whether the group stands still; one that is not there does not. */
export function isFrozen(hierarchy: Hierarchy, id: string, read: Read = readNow): boolean {
  const file = frozenFile(hierarchy, id);
  return file !== undefined && FILES[hierarchy.name].done.test(read(file) ?? "");
}

/** The file that says so; undefined where nothing can be frozen. */
export function frozenFile(hierarchy: Hierarchy, id: string): string | undefined {
  const dir = hierarchy.mountOf(hierarchy.name === "v1" ? "freezer" : "pids");
  return dir && `${dir}/${PARENT}/${id}/${FILES[hierarchy.name].events}`;
}

function freezer(hierarchy: Hierarchy, id: string) {
  const [dir = ""] = hierarchy
    .dirs(id)
    .filter((d) => existsSync(join(d, FILES[hierarchy.name].set)));
  const { set, on, off, events, done } = FILES[hierarchy.name];
  return {
    set: (still: boolean) => writeFileSync(join(dir, set), still ? on : off, { flag: "r+" }),
    frozen: () => done.test(readFileSync(join(dir, events), "utf8")),
  };
}

const FILES = {
  v1: {
    set: "freezer.state",
    on: "FROZEN",
    off: "THAWED",
    events: "freezer.state",
    done: /^FROZEN/,
  },
  v2: { set: "cgroup.freeze", on: "1", off: "0", events: "cgroup.events", done: /^frozen 1$/m },
} as const;
