/** `mydocker version` */
import { arch, release } from "node:os";
import { Command } from "commander";
import mydockerPackage from "../../package.json" with { type: "json" };
import { findHierarchy } from "../host/cgroup/index.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatOne } from "./template/one.ts";

interface Options {
  format?: string;
  json?: boolean;
}

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker version")
    .description("Show the versions of mydocker and of what it runs on")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --format <template>", "'json' or a template, as docker has them")
    .option("--json", "As JSON, for programs");

/** Prints it. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const { format, json } = command.opts<Options>();
    const about = describe();
    // Without a daemon the two halves of docker are one.
    const both = { Client: about, Server: about };
    if (json || format === "json") print([JSON.stringify(both)]);
    else if (format !== undefined) print([formatOne(format, both)]);
    else print(["mydocker:", ...Object.entries(about).map(line)]);
    return 0;
  });

const line = ([name, value]: [string, string]) =>
  ` ${`${NAMES[name] ?? name}:`.padEnd(17)}${value}`;

const NAMES: Readonly<Record<string, string>> = {
  NodeVersion: "Node version",
  KernelVersion: "Kernel version",
  CgroupVersion: "Cgroups",
};

/** The names that Go has for processors, and docker with it. */
const GO_ARCH: Readonly<Record<string, string>> = { x64: "amd64" };

const describe = (): Record<string, string> => ({
  Version: mydockerPackage.version,
  NodeVersion: process.version,
  Os: "linux",
  Arch: GO_ARCH[arch()] ?? arch(),
  KernelVersion: release(),
  CgroupVersion: findHierarchy()?.name ?? "none",
});
