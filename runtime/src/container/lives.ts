/**
 * Who looks after which container: a note for each that runs, is started or has just ended, below
 * the state root, and a lock on it that is held for as long as somebody does. The monitor inherits
 * it, so the kernel drops it with the last of them. A note without a holder is work left undone:
 * whoever takes it does what has to follow, and then removes the note.
 */
import { closeSync, existsSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LOCK, O } from "../kernel/flags.ts";
import { native } from "../kernel/native.ts";
import { pause } from "../kernel/pause.ts";
import { stateDirectory, stateRoot } from "../kernel/stateroot.ts";

const NOTES = "running";
const PAUSE = 10; // ms between two tries

/** The right to change what a container does. */
export interface Life {
  /** Whoever has a copy of it has the right too. */
  readonly fd: number;
  /** Lets go, and somebody else goes on with it. */
  pass(): void;
  /** Nothing is left to be done. */
  end(): void;
}

/** Undefined while somebody else looks after it. */
export function tryLife(id: string): Life | undefined {
  const note = noteOf(stateDirectory(NOTES), id);
  for (;;) {
    const fd = openSync(note, O.RDWR | O.CREAT | O.CLOEXEC, 0o600);
    if (!tryLock(fd)) {
      closeSync(fd);
      return undefined;
    }
    if (existsSync(note)) return lifeOf(note, fd);
    closeSync(fd); // who had it before has removed it meanwhile
  }
}

/** Waits until nobody else looks after it. @returns undefined when that takes longer than `ms` */
export async function awaitLife(id: string, ms: number): Promise<Life | undefined> {
  for (const deadline = Date.now() + ms; ; await pause(PAUSE)) {
    const life = tryLife(id);
    if (life || Date.now() >= deadline) return life;
  }
}

/** The ids of those that run, are started, or have just ended. */
export function lives(): string[] {
  try {
    return readdirSync(join(stateRoot(), NOTES));
  } catch {
    return []; // nobody ever lived
  }
}

/** Those of these that nobody looks after, at this moment: tryLife has the last word. */
export function abandoned(ids: readonly string[]): string[] {
  const free = native.unlocked(ids.map((id) => noteOf(join(stateRoot(), NOTES), id)));
  return ids.filter((_, i) => free[i]);
}

const noteOf = (notes: string, id: string): string => `${notes}/${id}`;

function lifeOf(note: string, fd: number): Life {
  let held = true;
  const pass = () => {
    if (held) closeSync(fd);
    held = false;
  };
  return {
    fd,
    pass,
    end() {
      if (held) rmSync(note, { force: true });
      pass();
    },
  };
}

function tryLock(fd: number): boolean {
  try {
    native.flock(fd, LOCK.EX | LOCK.NB);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
    throw error;
  }
}
