/** Mounts of the pretend host: which there are, and whether they are still shared. */
import { execFileSync } from "node:child_process";
import { HOST_MOUNTS, SEALED, TOOL } from "../places.ts";
import { mountsOf } from "../witness.ts";
import type { Account } from "./account.ts";

/** The numbers of peer groups change when a mount is made shared again; the kind does not. */
const kindOf = (propagation: readonly string[]) =>
  propagation.map((field) => field.split(":")[0]).join() || "private";

const POINT = /on (.*) \([^()]*\)$/;

/** By mount id: `proc on /proc (shared)`. */
export const mounts: Account = {
  kind: "mount",

  read: () =>
    new Map(
      mountsOf("self").map(({ id, type, point, propagation }) => [
        `${id}`,
        `${type} on ${point} (${kindOf(propagation)})`,
      ]),
    ),

  repair(differences) {
    const made = differences.filter(({ before }) => before === undefined);
    const newestFirst = made.toSorted((a, b) => Number(b.key) - Number(a.key));
    const points = newestFirst.map(({ after }) => POINT.exec(after ?? "")?.[1] ?? "");
    if (points.length > 0) runProbe("detach", ...points);
    runProbe("share", "/"); // as the entrance left it
  },
};

const among = SEALED ? ["among", HOST_MOUNTS] : [];

function runProbe(...args: readonly string[]): void {
  try {
    execFileSync(TOOL, [...among, ...args], { stdio: "ignore" });
  } catch {
    // what is left shows when the ledger is read again
  }
}
