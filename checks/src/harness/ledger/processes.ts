/** Processes of the pretend host, zombies too. */

import { look, pids } from "../witness.ts";
import { commandLine } from "../words.ts";
import type { Account } from "./account.ts";

const describe = (pid: number) => {
  const process = look(pid);
  if (!process) return undefined;
  const name = commandLine(process.argv) || process.status.get("Name") || "?";
  return process.state === "Z" ? `zombie ${name} (${pid})` : `${name} (${pid})`;
};

/** Everything that runs, by pid. */
export const processes: Account = {
  kind: "process",

  read: () =>
    new Map(
      pids().flatMap((pid) => {
        const name = describe(pid);
        return name === undefined ? [] : [[`${pid}`, name] as const];
      }),
    ),

  repair(differences) {
    for (const { key, before } of differences) {
      try {
        if (before === undefined) process.kill(Number(key), "SIGKILL");
      } catch {
        // it has ended
      }
    }
  },
};
