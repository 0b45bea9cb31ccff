/** Network interfaces of the pretend host. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROC } from "../places.ts";
import type { Account } from "./account.ts";

/** By name. */
export const links: Account = {
  kind: "link",

  read: () => {
    const table = readFileSync(join(PROC, "self/net/dev"), "utf8").split("\n").slice(2);
    const names = table.map((line) => line.split(":")[0]?.trim() ?? "").filter(Boolean);
    return new Map(names.map((name) => [name, name]));
  },

  repair(differences) {
    for (const { key, before } of differences) {
      if (before === undefined) execFileSync("ip", ["link", "delete", key], { stdio: "ignore" });
    }
  },
};
