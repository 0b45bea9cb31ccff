/** How overlay says "deleted" and "replaced" in an upper directory (kernel: filesystems/overlayfs). */
import type { Stats } from "node:fs";
import { native } from "../kernel/native.ts";

/** The extended attribute of an opaque directory. */
export const OPAQUE = "trusted.overlay.opaque";

/** A character device 0/0 stands for a deleted file. */
export const isWhiteout = (stat: Stats): boolean => stat.isCharacterDevice() && stat.rdev === 0;

/** Whether a directory hides all that lies below it in the layers beneath. */
export function isOpaque(directory: string | Uint8Array): boolean {
  try {
    return Buffer.from(native.lgetxattr(directory, OPAQUE)).toString() === "y";
  } catch {
    return false; // ENODATA: the attribute is not there
  }
}
