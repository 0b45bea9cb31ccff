/** The pretend host's name. */
import { writeFileSync } from "node:fs";
import { hostname as current } from "node:os";
import { join } from "node:path";
import { PROC } from "../places.ts";
import type { Account } from "./account.ts";

/** One entry. */
export const hostname: Account = {
  kind: "hostname",
  read: () => new Map([["hostname", current()]]),
  repair([difference]) {
    if (difference) writeFileSync(join(PROC, "sys/kernel/hostname"), difference.before ?? "");
  },
};
