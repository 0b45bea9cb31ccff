/** `mydocker top`: the processes of a container, as the machine's own ps shows them. */
import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { ownHierarchy } from "../container/hierarchy.ts";
import { findRunning } from "../container/running.ts";
import { membersOf } from "../host/cgroup/members.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker top")
    .description("Show the processes of a container, with the machine's pids")
    .usage("CONTAINER [PS OPTIONS]")
    .argument("<container>")
    .argument("[options...]", "of the machine's ps (default: -ef)")
    .passThroughOptions()
    .helpOption("--help", "Print this help");

/** Prints those lines of ps whose process is in the container. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args: [name = "", ...options] }) =>
    failing(async () => {
      const { record, pid } = findRunning(name);
      const hierarchy = ownHierarchy();
      const pids = hierarchy ? membersOf(hierarchy, record.id) : [pid];
      print(linesOf(ps(options.length > 0 ? options : ["-ef"]), new Set(pids)));
      return 0;
    }),
  );

function ps(options: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync("ps", options, {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "10000" },
    maxBuffer: 1024 ** 3,
  });
  if (error) throw new UserError(`top needs the machine's ps (package procps): ${error.message}`);
  if (status !== 0) {
    throw new UserError(`ps ${options.join(" ")}: ${stderr.trim().split("\n")[0] ?? ""}`);
  }
  return stdout;
}

function linesOf(text: string, pids: ReadonlySet<number>): string[] {
  const [heading = "", ...lines] = text.split("\n");
  const column = heading.trim().split(/\s+/).indexOf("PID");
  if (column === -1)
    throw new UserError("ps shows no PID: add it to the columns, as in -o pid,args");
  const isOurs = (line: string) => pids.has(Number(line.trim().split(/\s+/)[column]));
  return [heading, ...lines.filter(isOurs)];
}
