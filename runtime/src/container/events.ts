/**
 * The events of a state root: a line each in one file, written whole and under a lock, by the
 * commands that make them. There is no daemon that could lose them. When the file has grown, it
 * becomes the old one, and the one that was old goes: so there are never more than two of SIZE.
 */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  watch,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { locked } from "../kernel/lock.ts";
import { stateDirectory } from "../kernel/stateroot.ts";
import { attributesOf, type Happening, type Kind } from "./happening.ts";
import type { ContainerRecord } from "./record.ts";

const SIZE = 1024 * 1024; // bytes

const NAME = "events.log";
const log = () => join(stateDirectory(), NAME);
const old = () => `${log()}.1`;

/**
 * Writes down what happened. It is told beside the work that was done: a full disk must not make
 * that fail.
 */
export function tell(
  kind: Kind,
  action: string,
  id: string,
  attributes: Readonly<Record<string, string>> = {},
): void {
  try {
    locked(`${log()}.lock`, () => append({ kind, action, id, attributes, at: Date.now() }));
  } catch {
    // ENOSPC, EROFS
  }
}

/** The same of a container. @param more attributes beside those that all have */
export const tellOf = (
  record: ContainerRecord,
  action: string,
  more: Readonly<Record<string, string>> = {},
): void => tell("container", action, record.id, { ...attributesOf(record), ...more });

function append(happening: Happening): void {
  const path = log();
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > SIZE) renameSync(path, old());
  const fd = openSync(path, "a+", 0o600);
  try {
    const start = isCutOff(fd) ? "\n" : "";
    writeSync(fd, `${start}${JSON.stringify(happening)}\n`);
  } finally {
    closeSync(fd);
  }
}

/** Whether whoever wrote last did not come to the end of the line. */
function isCutOff(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last.toString() !== "\n";
}

/** All that is remembered, the oldest first. */
export const pastEvents = (): Happening[] => [old(), log()].flatMap(read);

/** A line that a crash has cut off is none. */
const read = (path: string): Happening[] => textOf(path).split("\n").flatMap(parse);

function parse(line: string): Happening[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // nothing has happened yet
  }
}

/**
 * Hears of all that is remembered, and then of what happens, until `ended`.
 *
 * @param hear is told each once, in the order in which they were written
 */
export async function followEvents(
  hear: (happening: Happening) => void,
  ended: Promise<void>,
): Promise<void> {
  let last = "";
  const catchUp = () => {
    const lines = [old(), log()].flatMap((path) => textOf(path).split("\n").filter(Boolean));
    // The last one that was heard may be in the old file by now, or gone with it.
    const fresh = lines.slice(lines.lastIndexOf(last) + 1);
    for (const happening of fresh.flatMap(parse)) hear(happening);
    last = lines.at(-1) ?? last;
  };
  const watcher = watch(stateDirectory(), (_, name) => {
    if (name === NAME) catchUp();
  });
  catchUp();
  await ended;
  watcher.close();
}
