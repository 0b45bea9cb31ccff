/** How a container's root is mounted (proc(5), /proc/PID/mountinfo). */
import { readFileSync } from "node:fs";
import { MS } from "../kernel/flags.ts";

const FLAGS: Readonly<Record<string, number>> = {
  nosuid: MS.NOSUID,
  nodev: MS.NODEV,
  noexec: MS.NOEXEC,
};

/** MS_* flags that the mount at a process's `/` has, and that a remount would take away. */
export function rootFlags(pid: number): number {
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const root = mounts.map((line) => line.split(" ")).findLast(([, , , , point]) => point === "/");
  const options = root?.[5]?.split(",") ?? [];
  return options.reduce((flags, option) => flags | (FLAGS[option] ?? 0), 0);
}
