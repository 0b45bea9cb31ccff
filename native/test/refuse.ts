/** Older kernels, as far as a system call is concerned that they do not have: refuse.c, compiled. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Numbers of calls that came late; the same on x86-64 and arm64. */
export const CALLS = { clone3: 435, openat2: 437, mount_setattr: 442 } as const;

const SOURCE = fileURLToPath(new URL("refuse.c", import.meta.url));
const OUTPUT = fileURLToPath(new URL("../../.cache/refuse.so", import.meta.url));

const mtime = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The shared object's path, compiled now if its source is newer. */
export function refuser(): string {
  if (mtime(OUTPUT) > mtime(SOURCE)) return OUTPUT;
  mkdirSync(dirname(OUTPUT), { recursive: true });
  const fresh = `${OUTPUT}.${process.pid}`; // renamed when whole: another test may be loading it
  const flags = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"];
  execFileSync(process.env.CC ?? "cc", [...flags, "-o", fresh, SOURCE]);
  renameSync(fresh, OUTPUT);
  return OUTPUT;
}

/** The environment in which a program, and what it starts, does without a call. */
export const without = (call: keyof typeof CALLS, errno: number) => ({
  LD_PRELOAD: refuser(),
  REFUSE: `${CALLS[call]}=${errno}`,
});
