/** Ends a program by SIGKILL just before one of its system calls: strace(1) injects the signal. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls that change something which outlives the process. */
const CHANGING = [
  ...["mkdir", "mkdirat", "rmdir", "rename", "renameat", "renameat2", "unlink", "unlinkat"],
  ...["link", "linkat", "symlink", "symlinkat", "ftruncate", "fsync", "write", "pwrite64"],
  ...["mount", "umount2", "mknod", "mknodat", "chmod", "fchmod", "fchmodat", "lchown", "fchown"],
  ...["chown", "fchownat", "setxattr", "lsetxattr", "utimensat", "kill", "pidfd_send_signal"],
  ...["clone", "clone3", "fork", "vfork", "copy_file_range", "sendfile", "splice"],
].join(",");

/** A change: the `nth` call of its name. */
export interface Change {
  readonly name: string;
  readonly nth: number;
}

/** The changes that a command's main thread makes when nobody disturbs it, in their order. */
export function changesOf(argv: readonly string[]): Change[] {
  const place = mkdtempSync(join(tmpdir(), "mydocker-crash-"));
  try {
    const log = join(place, "log");
    const { status, stderr } = strace(["-o", log, "-e", `trace=${CHANGING}`], argv);
    if (status !== 0) throw new Error(`${argv.join(" ")}: ${status}\n${stderr}`);
    const names = readFileSync(log, "utf8").match(/^\w+(?=\()/gm) ?? [];
    return names.map((name, i) => ({
      name,
      nth: names.slice(0, i + 1).filter((one) => one === name).length,
    }));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * Runs a command and kills it before a change. strace(1) counts the calls of each name for themselves.
 *
 * @returns false when it ended before it came so far
 */
export function killBefore({ name, nth }: Change, argv: readonly string[]): boolean {
  const inject = `inject=${name}:signal=KILL:when=${nth}`;
  const { signal, status } = strace(["-o", "/dev/null", "-e", `trace=${name}`, "-e", inject], argv);
  return signal === "SIGKILL" || status === 137;
}

/** Without -f: what it starts is not traced, and lives or dies by what mydocker has arranged. */
const strace = (words: readonly string[], argv: readonly string[]) =>
  spawnSync("strace", ["-qq", ...words, "--", ...argv], {
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "ignore", "pipe"],
  });
