/** `mydocker container …`: docker's longer names for the commands of containers, and `prune`. */
import { type Members, runMember } from "./group.ts";
import { commands } from "./index.ts";

const NAMES = [
  ...["attach", "commit", "cp", "create", "diff", "exec", "export", "inspect", "kill", "logs"],
  ...["pause", "port", "rename", "restart", "rm", "run", "start", "stats", "stop", "top"],
  ...["unpause", "update", "wait"],
];

/** Those of the commands, and two of its own, in the order of the alphabet. */
export const members: Members = Object.fromEntries(
  [
    ...NAMES.flatMap((name) => {
      const { summary, load } = commands[name] ?? {};
      return summary && load ? [[name, { summary, load }] as const] : [];
    }),
    ["ls", { summary: "List containers", load: () => import("./ps.ts") }] as const,
    [
      "prune",
      {
        summary: "Remove all containers that do not run",
        load: () => import("./containerprune.ts"),
      },
    ] as const,
  ].sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** Runs the command that the first word names. */
export const main = (argv: readonly string[]): Promise<number> =>
  runMember(
    "mydocker container",
    "Containers",
    members,
    { list: "ls", ps: "ls", remove: "rm" },
    argv,
  );
