/** `mydocker info`: what there is, and on what. */
import { readFileSync } from "node:fs";
import { arch, availableParallelism, hostname, release, totalmem } from "node:os";
import { Command } from "commander";
import mydockerPackage from "../../package.json" with { type: "json" };
import { seeAll } from "../container/seen.ts";
import { list } from "../container/store.ts";
import { findHierarchy } from "../host/cgroup/index.ts";
import { readTable } from "../image/store/table.ts";
import { stateRoot } from "../kernel/stateroot.ts";
import { binarySize } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatOne } from "./template/one.ts";

interface Options {
  format?: string;
  json?: boolean;
}

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker info")
    .description("Show what containers and images there are, and on what machine")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --format <template>", "'json' or a template, as docker has them")
    .option("--json", "As JSON, for programs");

/** Prints it. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const { format, json } = command.opts<Options>();
    const info = collect();
    if (json) print([JSON.stringify(info)]);
    else if (format !== undefined) print([formatOne(format, info)]);
    else print(toLines(info));
    return 0;
  });

/** docker's names (Engine API, SystemInfo). */
function collect() {
  const states = seeAll(list()).map(({ state }) => state);
  const count = (...of: readonly string[]) => states.filter((state) => of.includes(state)).length;
  return {
    Containers: states.length,
    ContainersRunning: count("running"),
    ContainersPaused: count("paused"),
    ContainersStopped: count("created", "restarting", "exited", "dead"),
    Images: readTable().length,
    Driver: "overlay2",
    LoggingDriver: "json-file",
    CgroupDriver: "cgroupfs",
    CgroupVersion: findHierarchy()?.name.replace("v", "") ?? "",
    KernelVersion: release(),
    OperatingSystem: operatingSystem(),
    OSType: "linux",
    Architecture: arch() === "x64" ? "x86_64" : "aarch64",
    NCPU: availableParallelism(),
    MemTotal: totalmem(),
    DockerRootDir: stateRoot(),
    Name: hostname(),
    ServerVersion: mydockerPackage.version,
  };
}

function operatingSystem(): string {
  try {
    const [, name = ""] =
      /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync("/etc/os-release", "utf8")) ?? [];
    return name;
  } catch {
    return "";
  }
}

const toLines = (info: ReturnType<typeof collect>): string[] => [
  `Containers: ${info.Containers}`,
  ` Running: ${info.ContainersRunning}`,
  ` Paused: ${info.ContainersPaused}`,
  ` Stopped: ${info.ContainersStopped}`,
  `Images: ${info.Images}`,
  `Server Version: ${info.ServerVersion}`,
  `Storage Driver: ${info.Driver}`,
  `Logging Driver: ${info.LoggingDriver}`,
  `Cgroup Driver: ${info.CgroupDriver}`,
  `Cgroup Version: ${info.CgroupVersion || "none"}`,
  `Kernel Version: ${info.KernelVersion}`,
  `Operating System: ${info.OperatingSystem}`,
  `OSType: ${info.OSType}`,
  `Architecture: ${info.Architecture}`,
  `CPUs: ${info.NCPU}`,
  `Total Memory: ${binarySize(info.MemTotal)}`,
  `Name: ${info.Name}`,
  `Docker Root Dir: ${info.DockerRootDir}`,
];
