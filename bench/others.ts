/** The other runtimes: how each is asked to run one command in the same root file system. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bed } from "./bed.ts";
import type { Trial } from "./stopwatch.ts";

/** `command` in `bed.rootfs`, without a network, by each runtime that is installed and works here. */
export function others(bed: Bed, command: readonly string[]): Trial[] {
  return [
    ...(bed.has("runc") ? [oci(bed, "runc", command)] : []),
    ...(bed.has("crun") ? [oci(bed, "crun", command)] : []),
    ...(bed.has("podman")
      ? [podman(bed, ["--network", "none", "--rootfs", `${bed.rootfs}:O`, ...command])]
      : []),
    ...(bed.has("bwrap") ? [bubblewrap(bed, command)] : []),
    ...(bed.has("systemd-nspawn") ? [nspawn(bed, command)] : []),
  ].filter(works);
}

/** What fails here would be measured failing; it is left out, and said to be. */
export function works({ subject, argv: [program = "", ...words] }: Trial): boolean {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0)
    console.error(`${subject} does not work here: ${stderr.trim().split("\n").at(-1)}`);
  return status === 0;
}

/** A bundle as `runc spec` writes it, with what cannot be had without a terminal changed. */
function oci(bed: Bed, runtime: string, command: readonly string[]): Trial {
  const bundle = join(bed.place, `${runtime}-${command.length}`);
  mkdirSync(bundle, { recursive: true });
  bed.run(runtime, "spec", "--bundle", bundle);
  const config = JSON.parse(bed.run("cat", join(bundle, "config.json")));
  config.process.terminal = false;
  config.process.args = command;
  config.process.rlimits = []; // a lower soft limit of open files than ours may be refused
  config.root = { path: bed.rootfs, readonly: true };
  writeFileSync(join(bundle, "config.json"), JSON.stringify(config));
  return { subject: runtime, argv: [runtime, "run", "--bundle", bundle, `bench-${process.pid}`] };
}

/** podman, with a store of its own. */
export function podman(bed: Bed, words: readonly string[]): Trial {
  const place = join(bed.place, "podman");
  const own = ["--root", join(place, "root"), "--runroot", join(place, "run")];
  const settings = [
    "--cgroup-manager",
    "cgroupfs",
    "--events-backend",
    "file",
    "--log-level",
    "error",
  ];
  return {
    subject: "podman",
    argv: ["podman", ...own, ...settings, "run", "--rm", "--ulimit", "host", ...words],
  };
}

function bubblewrap(bed: Bed, command: readonly string[]): Trial {
  const root = ["--ro-bind", bed.rootfs, "/", "--proc", "/proc", "--dev", "/dev"];
  return { subject: "bubblewrap", argv: ["bwrap", "--unshare-all", ...root, ...command] };
}

function nspawn(bed: Bed, command: readonly string[]): Trial {
  const how = ["--quiet", "--register=no", "--keep-unit", "--private-network", "--volatile=no"];
  return {
    subject: "systemd-nspawn",
    argv: ["systemd-nspawn", ...how, "--directory", bed.rootfs, "--as-pid2", ...command],
  };
}
