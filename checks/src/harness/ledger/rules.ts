/** Rules of iptables in the pretend host, without their counters. */
import { execFileSync } from "node:child_process";
import type { Account } from "./account.ts";

/** As iptables-save prints them, after their table: `nat -A POSTROUTING …`, `filter :FORWARD DROP`. */
export const rules: Account = {
  kind: "rule",

  read: () => {
    let table = "";
    const found = new Map<string, string>();
    for (const line of save().split("\n")) {
      if (line.startsWith("*")) table = line.slice(1);
      const rule = `${table} ${line.replace(/\s*\[\d+:\d+\]/, "")}`;
      if (/ -A /.test(rule) || (/ :/.test(rule) && !UNTOUCHED.test(rule))) found.set(rule, rule);
    }
    return found;
  },

  /** Rules first, since a chain can only be removed when nothing is in it or jumps to it. */
  repair(differences) {
    const made = differences.filter(({ before }) => before === undefined).map(({ key }) => key);
    const [chains, rest] = [/ :/, / -A /].map((sort) => made.filter((key) => sort.test(key)));
    for (const key of rest ?? []) restore(key.replace(" -A", " -D"));
    for (const key of chains ?? []) restore(undoChain(key));
  },
};

/** A built-in chain that nobody has given another policy. */
const UNTOUCHED = / ACCEPT$/;

/** `:NAME -` is a chain that somebody has made, `:FORWARD DROP` a built-in one's policy. */
const undoChain = (key: string) =>
  key.endsWith(" -") ? key.replace(/ :(\S+) -$/, " -X $1") : key.replace(/ \S+$/, " ACCEPT");

function save(): string {
  try {
    return execFileSync("iptables-save", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return ""; // no iptables here, so no rules either
  }
}

function restore(change: string): void {
  const space = change.indexOf(" ");
  const input = `*${change.slice(0, space)}\n${change.slice(space + 1)}\nCOMMIT\n`;
  execFileSync("iptables-restore", ["--noflush"], { input, stdio: ["pipe", "ignore", "ignore"] });
}
