/** Reads inside a container's root from outside, so that no link in it leads to the machine. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";
import { O, RESOLVE } from "../kernel/flags.ts";
import { missingCall } from "../kernel/hints.ts";
import { native } from "../kernel/native.ts";

const LIMIT = 1024 * 1024; // bytes of an image's file that are worth reading

/**
 * Opens a path within a root, in which all links are resolved too (openat2(2), RESOLVE_IN_ROOT).
 *
 * @param root a directory, or /proc/PID/root
 * @throws UserError where the kernel cannot (before Linux 5.6)
 */
export function openInRoot(root: string, path: string, flags: number): number {
  const base = openSync(root, O.PATH | O.DIRECTORY);
  try {
    return native.openat2(
      base,
      path,
      flags | O.CLOEXEC,
      0,
      RESOLVE.IN_ROOT | RESOLVE.NO_MAGICLINKS,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSYS") throw error;
    throw new UserError(`/${path} in the container cannot be opened: ${missingCall("openat2")}`);
  } finally {
    closeSync(base);
  }
}

/**
 * The first MiB of a regular file within a root; empty when there is none.
 *
 * @param needed false: empty too where the kernel cannot look
 * @throws UserError where it cannot, if it is needed
 */
export function readInRoot(root: string, path: string, needed = true): string {
  let fd: number;
  try {
    fd = openInRoot(root, path, O.RDONLY | O.NONBLOCK | O.NOCTTY);
  } catch (error) {
    if (needed && error instanceof UserError) throw error;
    return "";
  }
  try {
    if (!fstatSync(fd).isFile()) return "";
    const bytes = Buffer.alloc(LIMIT);
    return bytes.toString("utf8", 0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}
