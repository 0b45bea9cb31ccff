/**
 * A process held by its directory in /proc: whatever is read there later is that very process's, or
 * nothing, and never of another one that got the same pid (proc(5)).
 */
import { closeSync, openSync, statSync } from "node:fs";
import { O } from "../kernel/flags.ts";
import { isAliveAt, type ProcessMark } from "./process.ts";

/** A process that lived when it was taken hold of. */
export interface HeldProcess {
  /** Its directory in /proc. */
  readonly directory: string;
  /** Its root; what is opened there is opened in its mount namespace. */
  readonly root: string;
  close(): void;
}

/** Takes hold of a process; undefined when it is gone. */
export function holdProcess(mark: ProcessMark): HeldProcess | undefined {
  let fd: number;
  try {
    fd = openSync(`/proc/${mark.pid}`, O.PATH | O.DIRECTORY | O.CLOEXEC);
  } catch {
    return undefined;
  }
  const directory = `/proc/self/fd/${fd}`;
  if (isAliveAt(directory, mark)) {
    return { directory, root: `${directory}/root`, close: () => closeSync(fd) };
  }
  closeSync(fd);
  return undefined;
}

/**
 * Opens those of its namespaces that are not ours too (namespaces(7)).
 *
 * @param names as below /proc/PID/ns; in this order
 * @returns descriptors by name, the caller's to close
 */
export function openNamespaces<N extends string>(
  { directory }: HeldProcess,
  names: readonly N[],
): [N, number][] {
  return names.flatMap((name): [N, number][] => {
    const path = `${directory}/ns/${name}`;
    return isOwn(path, name) ? [] : [[name, openSync(path, "r")]];
  });
}

/** A kernel without this kind has neither file. */
function isOwn(path: string, name: string): boolean {
  const theirs = statSync(path, { throwIfNoEntry: false });
  const ours = statSync(`/proc/self/ns/${name}`, { throwIfNoEntry: false });
  return theirs?.ino === ours?.ino && theirs?.dev === ours?.dev;
}
