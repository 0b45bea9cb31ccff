/**
 * A container stands still while somebody reads it, and goes on afterwards, whatever happens to the
 * one who reads: a note says that it was stopped, and a lock on the note that somebody still reads.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freeze, isFrozen, thaw } from "../host/cgroup/freeze.ts";
import { findHierarchy, type Hierarchy } from "../host/cgroup/index.ts";
import { isAlive } from "../host/process.ts";
import { type Held, lock, tryLock } from "../image/store/lock.ts";
import { LOCK } from "../kernel/flags.ts";
import { stateDirectory, stateRoot } from "../kernel/stateroot.ts";
import type { ContainerRecord } from "./record.ts";

const NOTES = "paused";

/** Does something while a container that runs stands still; one that does not run does anyway. */
export async function whilePaused<T>(
  record: ContainerRecord,
  action: () => Promise<T>,
): Promise<T> {
  const hierarchy = lives(record) ? findHierarchy() : undefined;
  if (!hierarchy || isFrozen(hierarchy, record.id)) return action();
  const note = join(stateDirectory(NOTES), record.id);
  const held = hold(note);
  const letGo = () => {
    if (lives(record)) thaw(hierarchy, record.id);
    rmSync(note, { force: true });
    held.release();
  };
  const release = onSignals(letGo);
  try {
    await freeze(hierarchy, record.id);
    return await action();
  } finally {
    release();
    letGo();
  }
}

/** Asked of its process alone: which state that makes is lesson 8's to say (state.ts). */
const lives = ({ process }: ContainerRecord): boolean => process !== undefined && isAlive(process);

/** The one who held it before may have removed it while we waited: then again. */
function hold(note: string): Held {
  for (;;) {
    const held = lock(note, LOCK.EX);
    if (existsSync(note)) return held;
    held.release();
  }
}

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal ends us as it would have, after the container goes on. */
function onSignals(letGo: () => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    release();
    letGo();
    process.kill(process.pid, signal);
  };
  const release = () => {
    for (const signal of ENDING) process.off(signal, end);
  };
  for (const signal of ENDING) process.on(signal, end);
  return release;
}

/** Lets those go on that a killed command has left standing. */
export function thawAbandoned(hierarchy: Hierarchy): void {
  for (const id of notes()) {
    const note = join(stateRoot(), NOTES, id);
    const held = tryLock(note, LOCK.EX);
    if (!held) continue; // somebody reads it
    try {
      thaw(hierarchy, id);
    } catch {
      // it has ended, and its group is gone
    }
    rmSync(note, { force: true });
    held.release();
  }
}

function notes(): string[] {
  try {
    return readdirSync(join(stateRoot(), NOTES));
  } catch {
    return []; // nobody was ever paused
  }
}
