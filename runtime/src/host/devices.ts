/** The machine's devices, as they lie in /dev. */
import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";

/** A device of the machine. */
export interface HostDevice {
  /** Absolute, without links. */
  readonly path: string;
  readonly type: "b" | "c";
  readonly major: number;
  readonly minor: number;
  /** Permissions. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The device at a path, or all below a directory.
 *
 * @returns empty when there is none
 */
export function findDevices(path: string): HostDevice[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  const real = realpathSync(path);
  if (!stat.isDirectory()) return deviceOf(real, stat);
  return readdirSync(real, { withFileTypes: true }).flatMap((entry) => {
    const inside = join(real, entry.name);
    if (entry.isSymbolicLink() || NOT_DEVICES.includes(inside)) return [];
    return entry.isFile() ? [] : findDevices(inside);
  });
}

/** File systems of their own, and a terminal that is the machine's. */
const NOT_DEVICES = ["/dev/pts", "/dev/shm", "/dev/mqueue", "/dev/hugepages", "/dev/console"];

function deviceOf(path: string, stat: Stats): HostDevice[] {
  if (!stat.isBlockDevice() && !stat.isCharacterDevice()) return [];
  const { rdev, mode, uid, gid } = stat;
  return [
    {
      path,
      type: stat.isBlockDevice() ? "b" : "c",
      major: (rdev >>> 8) & 0xfff,
      minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00),
      mode: mode & 0o777,
      uid,
      gid,
    },
  ];
}
