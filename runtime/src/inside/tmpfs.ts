/** Directories in memory. */
import { mount, type Plan } from "../kernel/call.ts";
import { MS } from "../kernel/flags.ts";
import { makeDirectory } from "./workdir.ts";

/** A directory of the container that lives in memory. */
export interface Tmpfs {
  readonly path: string;
  /** MS_* flags of mount(2). */
  readonly flags: number;
  /** Options of tmpfs(5), such as `size=64m`. */
  readonly options: string;
}

/** docker's default: writable, but no programs, no set-user-ID files, no devices. */
export const TMPFS_FLAGS = MS.NOSUID | MS.NODEV | MS.NOEXEC;

/** Mounts `--tmpfs` directories (tmpfs(5)), making them where the image has none. */
export const mountTmpfs = (all: readonly Tmpfs[]): Plan =>
  all.flatMap(({ path, flags, options }) => [
    ...makeDirectory(path),
    mount("tmpfs", path, "tmpfs", flags, options),
  ]);
