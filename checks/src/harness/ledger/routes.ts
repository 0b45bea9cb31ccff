/** Routes of the pretend host. */
import { execFileSync } from "node:child_process";
import type { Account } from "./account.ts";

/** As `ip route` prints them, less what the kernel only says of them, some of it a moment late. */
export const routes: Account = {
  kind: "route",

  read: () => {
    const lines = ip("route")
      .split("\n")
      .map((line) => words(line).join(" "));
    return new Map(lines.filter(Boolean).map((line) => [line, line]));
  },

  repair(differences) {
    for (const { before, after } of differences) {
      if (before === undefined) ip("route", "delete", ...words(after));
      if (after === undefined) ip("route", "add", ...words(before));
    }
  },
};

const words = (route = "") => route.split(" ").filter((word) => word && !SAID.includes(word));
const SAID = ["linkdown", "dead"];

const ip = (...args: string[]) =>
  execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
