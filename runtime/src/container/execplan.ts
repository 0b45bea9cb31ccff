/** What happens in a process that joins a container, after it has entered. */
import { confine } from "../inside/confine.ts";
import { execute, limitFiles } from "../inside/process.ts";
import { limitProcess } from "../inside/rlimits.ts";
import { controlTerminal, ownSession } from "../inside/terminal.ts";
import { changeToOwn } from "../inside/workdir.ts";
import { type Plan, umask } from "../kernel/call.ts";
import type { Found } from "./plan.ts";

/** A command that is to run in a container. */
export interface Exec {
  readonly argv: readonly string[];
  /** `NAME=value`, those of the container among them. */
  readonly env: readonly string[];
  readonly workdir: string;
  /** `name|uid[:group|gid]`, looked up in the container's own root. */
  readonly user: string;
  readonly terminal: boolean;
  readonly interactive: boolean;
  /** Not confined as the container is (`--privileged`). */
  readonly privileged: boolean;
  /** Nobody waits for it. */
  readonly detached: boolean;
  /** Keys after which nobody does any more, as bytes (`--detach-keys`). */
  readonly detachKeys?: readonly number[] | undefined;
}

/** What the command will find: its terminal, directory, limits, and who it is. */
export const settleExec = (e: Exec, found: Omit<Found, "rootFlags">): Plan => [
  ...ownSession(),
  ...(found.terminal ? controlTerminal(found.terminal, false) : []),
  ...changeToOwn(e.workdir),
  umask(0o022),
  ...limitFiles(found.files),
  ...limitProcess(found.ulimits ?? []),
  ...confine({ ...found, outlives: e.detached || e.detachKeys !== undefined }),
];

/** The command itself. */
export const execCommand = (e: Exec, env: readonly string[]): Plan => execute(e.argv, env);
