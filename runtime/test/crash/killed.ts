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

/** How often a command's main thread makes such a call when nobody disturbs it. */
export function countChanges(argv: readonly string[]): number {
  const place = mkdtempSync(join(tmpdir(), "mydocker-crash-"));
  try {
    const log = join(place, "log");
    const { status, stderr } = strace(["-o", log, "-e", `trace=${CHANGING}`], argv);
    if (status !== 0) throw new Error(`${argv.join(" ")}: ${status}\n${stderr}`);
    return readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.includes("(")).length;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * Runs a command and kills it before its `when`-th change.
 *
 * @returns false when it ended before it came so far
 */
export function killAt(when: number, argv: readonly string[]): boolean {
  const inject = `inject=${CHANGING}:signal=KILL:when=${when}`;
  const { signal, status } = strace(
    ["-o", "/dev/null", "-e", `trace=${CHANGING}`, "-e", inject],
    argv,
  );
  return signal === "SIGKILL" || status === 137;
}

/** Without -f: what it starts is not traced, and lives or dies by what mydocker has arranged. */
const strace = (words: readonly string[], argv: readonly string[]) =>
  spawnSync("strace", ["-qq", ...words, "--", ...argv], {
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "ignore", "pipe"],
  });
