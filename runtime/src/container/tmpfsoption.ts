/** `--tmpfs` as data. */
import { TMPFS_FLAGS, type Tmpfs } from "../inside/tmpfs.ts";
import { UserError } from "../kernel/errors.ts";
import { MS } from "../kernel/flags.ts";

/** What an option of mount(8) does to the flags: sets these, clears those. */
const FLAGS: Readonly<Record<string, readonly [set: number, clear: number]>> = {
  ro: [MS.RDONLY, 0],
  rw: [0, MS.RDONLY],
  exec: [0, MS.NOEXEC],
  noexec: [MS.NOEXEC, 0],
  suid: [0, MS.NOSUID],
  nosuid: [MS.NOSUID, 0],
  dev: [0, MS.NODEV],
  nodev: [MS.NODEV, 0],
  noatime: [MS.NOATIME, 0],
};

const DATA = /^(size=[0-9]+[kmg%]?|mode=[0-7]{3,4}|uid=[0-9]+|gid=[0-9]+|nr_inodes=[0-9]+[kmg]?)$/i;

/**
 * Parses `PATH[:OPTIONS]`.
 *
 * @throws UserError for a path that is not absolute, or an option that tmpfs(5) does not have
 */
export function parseTmpfs(text: string): Tmpfs {
  const [path = "", list = ""] = text.split(":", 2);
  if (!path.startsWith("/") || path.split("/").includes("..")) {
    throw new UserError(`--tmpfs ${JSON.stringify(text)}: an absolute path is needed`);
  }
  let flags = TMPFS_FLAGS;
  const data: string[] = [];
  for (const option of list.split(",").filter(Boolean)) {
    const [set, clear] = FLAGS[option] ?? [0, 0];
    flags = (flags | set) & ~clear;
    if (DATA.test(option)) data.push(option);
    else if (!FLAGS[option]) {
      throw new UserError(
        `--tmpfs ${JSON.stringify(text)}: ${JSON.stringify(option)} is no option of a tmpfs, such as size=64m or mode=1777`,
      );
    }
  }
  return { path, flags, options: ["mode=1777", ...data].join(",") };
}
