/** What an entry says of its file beside the content: owner, permissions, times, attributes. */
import { chmodSync, lchownSync, lutimesSync } from "node:fs";
import { native } from "../../kernel/native.ts";
import type { Entry } from "../tar/entry.ts";
import { quoted, refuse } from "../tar/refusal.ts";
import type { Path } from "./directories.ts";

/**
 * Sets what the entry says. The order matters: a new owner takes setuid bits and capabilities away
 * (chown(2), capabilities(7)), and all of them but the times change the times.
 *
 * @param path not followed when it is a symbolic link
 */
export function setAttributes(path: Path, entry: Entry): void {
  lchownSync(path, entry.uid, entry.gid);
  if (entry.kind !== "symlink") chmodSync(path, entry.mode);
  for (const [name, value] of entry.xattrs) setXattr(path, entry, name, value);
  lutimesSync(path, time(entry.mtime), time(entry.mtime));
}

/** Seconds since 1970 as node:fs takes them: it makes "now" of a negative number, but not of a Date. */
export const time = (seconds: number): number | Date =>
  seconds < 0 ? new Date(seconds * 1000) : seconds;

/** Overlay keeps its own marks there; from a layer they would make it show other files. */
const OVERLAYS_OWN = /^(trusted|user)\.overlay\./;
/** Labels of the machine that made the archive mean nothing on this one. */
const LABELS = /^security\.(selinux|ima|evm|apparmor)$/;

/** Sets one, as far as the file system has them. @param path not followed */
export function setXattr(path: Path, entry: Entry, name: string, value: Buffer): void {
  if (OVERLAYS_OWN.test(name)) refuse(entry.name, `carries overlay's own mark ${quoted(name)}`);
  if (LABELS.test(name)) return;
  try {
    native.lsetxattr(path, name, value);
  } catch (error) {
    if (!isTolerable(name, (error as NodeJS.ErrnoException).code)) throw error;
  }
}

/**
 * As docker: a file system without attributes does not stop it, nor what a user may set on regular
 * files and directories only (xattr(7)). A capability that is lost would, since programs need it.
 */
const isTolerable = (name: string, code = "") =>
  name !== "security.capability" &&
  (code === "ENOTSUP" || code === "EOPNOTSUPP" || (code === "EPERM" && name.startsWith("user.")));
