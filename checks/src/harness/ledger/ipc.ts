/** System V objects of the pretend host (sysvipc(7)), which outlive the processes that made them. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROC } from "../places.ts";
import type { Account } from "./account.ts";

const OPTIONS = { shm: "--shmem-id", sem: "--semaphore-id", msg: "--queue-id" } as const;

type Sort = keyof typeof OPTIONS;
const SORTS = Object.keys(OPTIONS) as Sort[];

function ids(sort: Sort): string[] {
  const table = readFileSync(join(PROC, "sysvipc", sort), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return table.map((line) => line.trim().split(/\s+/)[1] ?? "");
}

/** By kind and id. */
export const ipc: Account = {
  kind: "ipc object",

  read: () =>
    new Map(
      SORTS.flatMap((sort) => ids(sort).map((id) => [`${sort} ${id}`, `${sort} ${id}`] as const)),
    ),

  repair(differences) {
    for (const { key, before } of differences) {
      const [sort = "shm", id = ""] = key.split(" ");
      if (before === undefined) execFileSync("ipcrm", [OPTIONS[sort as Sort], id]);
    }
  },
};
