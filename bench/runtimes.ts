/** The programs below the engines: how each is asked to run one command in the same root file system. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bed } from "./bed.ts";
import { leftOut } from "./engines.ts";
import type { Trial } from "./stopwatch.ts";

/** `command` in `bed.rootfs`, without a network, by each of them that is installed and works here. */
export const runtimes = (bed: Bed, command: readonly string[]): Trial[] =>
  [
    ...OCI.filter((name) => bed.has(name)).map((name) => oci(bed, name, command)),
    ...(bed.has("bwrap") ? [bubblewrap(bed, command)] : []),
    ...(bed.has("systemd-nspawn") ? [nspawn(bed, command)] : []),
  ].filter(works);

const OCI = ["runc", "crun"];

/** What fails here would be measured failing; it is left out, and said to be. */
export function works({ subject, argv: [program = "", ...words] }: Trial): boolean {
  const { status, stderr } = spawnSync(program, words, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) leftOut(subject, stderr);
  return status === 0;
}

function oci(bed: Bed, runtime: string, command: readonly string[]): Trial {
  const name = `bench-${process.pid}`;
  return {
    subject: runtime,
    argv: [runtime, "run", "--bundle", bundle(bed, runtime, command), name],
  };
}

/** As `runc spec` writes it, with what cannot be had without a terminal changed. */
export function bundle(bed: Bed, runtime: string, command: readonly string[]): string {
  const place = join(
    bed.place,
    `${runtime}-${command.join("-").replaceAll(/\W/g, "").slice(0, 40)}`,
  );
  mkdirSync(place, { recursive: true });
  bed.run("rm", "-f", join(place, "config.json"));
  bed.run(runtime, "spec", "--bundle", place);
  const config = JSON.parse(bed.run("cat", join(place, "config.json")));
  config.process.terminal = false;
  config.process.args = command;
  config.process.rlimits = []; // a lower soft limit of open files than ours may be refused
  config.root = { path: bed.rootfs, readonly: true };
  writeFileSync(join(place, "config.json"), JSON.stringify(config));
  return place;
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
