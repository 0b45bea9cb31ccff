/** What was measured with: the machine, and the versions of the programs. */
import { spawnSync } from "node:child_process";
import { cpus, release } from "node:os";

/** Printed above every table. */
export interface Machine {
  readonly kernel: string;
  readonly node: string;
  readonly processors: number;
  readonly model: string;
  /** "runc 1.1.5", … of those that are installed. */
  readonly programs: readonly string[];
}

const ASKED = [
  ["runc", "--version"],
  ["crun", "--version"],
  ["podman", "--version"],
  ["dockerd", "--version"],
  ["containerd", "--version"],
  ["bwrap", "--version"],
  ["systemd-nspawn", "--version"],
  ["skopeo", "--version"],
  ["umoci", "--version"],
] as const;

/** The one we are on. */
export function thisMachine(): Machine {
  const [{ model = "" } = {}] = cpus();
  return {
    kernel: release().replace(/-.*/, ""), // what follows is the distribution's or the host's own
    node: process.version,
    processors: cpus().length,
    model,
    programs: ASKED.flatMap(([program, word]) => {
      const { stdout } = spawnSync(program, [word], { encoding: "utf8" });
      const version = /\d+(?:\.\d+)*/.exec(stdout ?? "")?.[0];
      return version ? [`${program} ${version}`] : [];
    }),
  };
}
