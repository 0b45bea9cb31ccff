/** A file as an entry of an archive: the way back of attributes.ts. */
import { readlinkSync, type Stats } from "node:fs";
import { native } from "../../kernel/native.ts";
import type { Entry, Kind } from "../tar/entry.ts";
import type { Path } from "./directories.ts";

/**
 * What an archive says of a file, but for its content.
 *
 * @param name in the archive; without the slash that a directory's has at its end
 * @param link the name of another entry that is the same file
 */
export function describe(path: Path, stat: Stats, name: string, link?: string): Entry {
  const kind = link === undefined ? kindOf(stat) : "link";
  const size = kind === "file" ? stat.size : 0;
  return {
    kind,
    name: kind === "directory" ? `${name}/` : name,
    target: link ?? (kind === "symlink" ? readlinkSync(path, "latin1") : ""),
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    mtime: Math.floor(stat.mtimeMs / 1000), // as docker: what an archive cannot hold does not count
    device: kind === "character" || kind === "block" ? device(stat.rdev) : { major: 0, minor: 0 },
    stored: size,
    size,
    xattrs: kind === "link" ? new Map() : attributes(path),
  };
}

function kindOf(stat: Stats): Kind {
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isFIFO()) return "fifo";
  if (stat.isCharacterDevice()) return "character";
  return stat.isBlockDevice() ? "block" : "file";
}

/** As gnu_dev_major(3) and gnu_dev_minor(3) do for numbers of 32 bits. */
const device = (rdev: number) => ({
  major: (rdev >>> 8) & 0xfff,
  minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00),
});

/** overlay's own marks are not the container's, and labels are the machine's (attributes.ts). */
const NOT_KEPT = /^((trusted|user)\.overlay\.|security\.(selinux|ima|evm|apparmor)$)/;

function attributes(path: Path): Map<string, Buffer> {
  const names = listed(path).filter((name) => !NOT_KEPT.test(name));
  return new Map(names.map((name) => [name, Buffer.from(native.lgetxattr(path, name))]));
}

function listed(path: Path): string[] {
  try {
    return native.llistxattr(path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOTSUP" || code === "EOPNOTSUPP") return []; // a file system without them
    throw error;
  }
}
