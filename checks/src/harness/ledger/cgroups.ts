/** Groups in the pretend host's own subtrees. */
import { join } from "node:path";
import { directories, hierarchies, removeTree } from "../cgroups.ts";
import type { Account } from "./account.ts";

const tops = hierarchies().map(({ point }) => point);

const beneath = (group: string): string[] =>
  directories(group).flatMap((child) => [child, ...beneath(child)]);

/** By path. */
export const cgroups: Account = {
  kind: "cgroup",
  read: () => new Map(tops.flatMap(beneath).map((path) => [path, path])),

  async repair(differences) {
    for (const { key, before } of differences) {
      if (before === undefined) await removeTree(join(key));
    }
  },
};
