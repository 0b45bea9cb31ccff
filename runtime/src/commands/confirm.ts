/** Asks before something is removed that nobody can bring back. */
import { readSync } from "node:fs";
import { print } from "./print.ts";

/** Warns, asks, and reads the answer; closed standard input means no. */
export function confirmed(...warning: readonly string[]): boolean {
  print([...warning, "Go on? [y/N]"]);
  const answer = Buffer.alloc(16);
  try {
    return /^y(es)?\s/i.test(`${answer.toString("utf8", 0, readSync(0, answer))}\n`);
  } catch {
    return false; // standard input is closed
  }
}
