/** The outer end of a container's terminal (pty(7)). */
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import { native } from "../kernel/native.ts";
import { openInRoot } from "./rootfile.ts";

/** A pseudo-terminal: our end, and the path of the other end inside. */
export interface Terminal {
  readonly master: number;
  readonly path: string;
}

/**
 * Makes a pseudo-terminal of the container's own devpts, so that `tty` inside can name it, in the
 * size of the caller's.
 */
export const openTerminal = (pid: number): Terminal => openTerminalIn(`/proc/${pid}/root`);

/** The same, by the container's root. */
export function openTerminalIn(root: string): Terminal {
  const master = openMaster(root);
  copyWindowSize(master);
  return { master, path: `/dev/pts/${native.unlockTerminal(master)}` };
}

function openMaster(root: string): number {
  try {
    return openInRoot(root, "dev/pts/ptmx", O.RDWR | O.NOCTTY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError("-t: the container has no /dev/pts/ptmx, which makes terminals");
  }
}

/** Gives a terminal the size of the caller's, if the caller has one on any of its descriptors. */
export function copyWindowSize(to: number): void {
  for (const fd of [0, 1, 2]) {
    try {
      native.setWindowSize(to, ...native.windowSize(fd));
      return;
    } catch {
      // not a terminal
    }
  }
}

/**
 * Makes a terminal pass every key and every byte as it is (termios(3), cfmakeraw); Node's own raw
 * mode would go on changing newlines.
 *
 * @returns puts the terminal back as it was
 */
export function makeRaw(fd: number): () => void {
  const before = native.makeRaw(fd);
  return () => native.setTermios(fd, before);
}
