/** A command in a container that runs: joins it, becomes the command, and is waited for. */

import { closeSync, openSync, readFileSync } from "node:fs";
import { callerFileLimits } from "../host/caller.ts";
import { type HeldProcess, holdProcess, openNamespaces } from "../host/heldprocess.ts";
import { readInRoot } from "../host/rootfile.ts";
import { openTerminalIn } from "../host/terminal.ts";
import { enterContainer, NAMESPACES, type NamespaceName } from "../inside/enter.ts";
import type { Plan } from "../kernel/call.ts";
import { EXIT, SyscallError, UserError } from "../kernel/errors.ts";
import { CLONE } from "../kernel/flags.ts";
import { drain, goOnWith, type Init, InitDied, launch } from "../kernel/init.ts";
import { commandError } from "./command.ts";
import { environment } from "./environment.ts";
import { tellOf } from "./events.ts";
import { type Exec, execCommand, settleExec } from "./execplan.ts";
import { holdSignals } from "./foreground.ts";
import { doorOf } from "./groupdoor.ts";
import type { ContainerRecord } from "./record.ts";
import { limitsOf, securityOf, UNCONFINED } from "./security.ts";
import { stateOf } from "./state.ts";
import { resolveUser } from "./user.ts";

/**
 * Runs a command in a container, in the foreground to its end, or detached until it runs.
 *
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws UserError when the container does not run (exit code 1), or the command cannot (126, 127)
 */
export async function execInContainer(record: ContainerRecord, exec: Exec): Promise<number> {
  const held = record.process && holdProcess(record.process);
  if (!held) throw new UserError(`container ${record.name} does not run any more`, EXIT.FAILED);
  if (stateOf(record) === "paused") {
    held.close();
    const { name } = record; // it would stand still with the others
    throw new UserError(
      `container ${name} is paused: let it go on first, with 'mydocker unpause ${name}'`,
      EXIT.FAILED,
    );
  }
  const signals = exec.detached ? undefined : holdSignals();
  try {
    const { init, terminal } = await join(record, held, exec);
    tellOf(record, `exec_start: ${exec.argv.join(" ")}`);
    if (exec.detached) {
      if (terminal !== undefined) drain(terminal);
      return 0;
    }
    signals?.sendTo(init.pid);
    const exit = await toItsEnd(init, terminal, exec);
    if (!exit) return 0; // it was left
    const code = exit.code ?? 128 + exit.signal;
    tellOf(record, "exec_die", { exitCode: `${code}` });
    return code;
  } finally {
    signals?.release();
    held.close();
  }
}

/** How it ended; undefined when it goes on without us. */
async function toItsEnd(init: Init, terminal: number | undefined, exec: Exec) {
  if (terminal === undefined) return init.ended;
  const { relayTerminal } = await import("./relay.ts");
  const { interactive, detachKeys: keys } = exec;
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const goOn = () => {
    drain(terminal);
    leave();
  };
  const leaving = keys && { keys, leave: goOn };
  const relayed = relayTerminal(terminal, interactive, init.ended, leaving);
  return Promise.race([left.then(() => undefined), relayed.then(() => init.ended)]);
}

interface Joined {
  readonly init: Init;
  readonly terminal: number | undefined;
}

/** Everything from the first call to the running command. */
async function join(record: ContainerRecord, held: HeldProcess, exec: Exec): Promise<Joined> {
  const namespaces = openNamespaces(held, Object.keys(NAMESPACES) as NamespaceName[]);
  const door = doorOf(record.id);
  const stdio = stdioOf(exec);
  const keep = Object.fromEntries(namespaces);
  try {
    const first = launch({ flags: 0, stdio, cgroup: door.birthplace, keep });
    const names = namespaces.map(([name]) => name);
    const init = await orEnd(first, record, held, exec, async () => enter(first, door.join, names));
    return await orEnd(init, record, held, exec, async () => converse(init, record, held, exec));
  } finally {
    for (const [, fd] of namespaces) closeSync(fd);
    for (const fd of new Set(stdio)) if (fd > 2) closeSync(fd);
    door.close();
  }
}

const stdioOf = ({ interactive, terminal, detached }: Exec): [number, number, number] => {
  const nothing = interactive && !terminal && !detached ? 0 : openSync("/dev/null", "r+");
  return detached ? [nothing, nothing, nothing] : [nothing, 1, 2];
};

/** The one who entered: a child that is ours, or still the first one. */
function enter(first: Init, groups: readonly string[], names: readonly NamespaceName[]): Init {
  const plan = enterContainer(groups, names);
  const result = first.perform(plan);
  return isChildOurs(plan) ? goOnWith(first, Number(result)) : first;
}

function isChildOurs(plan: Plan): boolean {
  const last = plan.at(-1);
  return last?.name === "clone" && (Number(last.args[0]) & CLONE.PARENT) !== 0;
}

function converse(init: Init, record: ContainerRecord, held: HeldProcess, exec: Exec): Joined {
  const account = accountOf(held, exec);
  const terminal = exec.terminal ? openTerminalIn(held.root) : undefined;
  const found = {
    ...limitsOf(exec.privileged ? UNCONFINED : securityOf(record.spec ?? { root: "/" })),
    identity: account,
    mayChooseGroups: mayChooseGroups(held),
    files: callerFileLimits(),
    ulimits: record.spec?.ulimits,
    terminal: terminal?.path,
  };
  init.perform(settleExec(exec, found));
  const hostname = record.spec?.hostname ?? record.id.slice(0, 12);
  init.execute(execCommand(exec, environment({ ...exec, hostname }, account?.home)));
  return { init, terminal: terminal?.master };
}

/** Nobody new, when nobody was asked for and the container has no root. */
function accountOf({ directory, root }: HeldProcess, { user }: Exec) {
  if (user === "" && !hasRoot(directory)) return undefined;
  return resolveUser(user || "0", {
    passwd: readInRoot(root, "etc/passwd"),
    group: readInRoot(root, "etc/group"),
  });
}

/** A line of the map that begins at 0 (user_namespaces(7)). */
const hasRoot = (directory: string) =>
  /^\s*0\s/m.test(readFileSync(`${directory}/uid_map`, "utf8"));

const mayChooseGroups = ({ directory }: HeldProcess) =>
  readFileSync(`${directory}/setgroups`, "utf8").trim() === "allow";

/** What fails before the command runs ends the process, and is told as docker does. */
async function orEnd<T>(
  init: Init,
  record: ContainerRecord,
  held: HeldProcess,
  exec: Exec,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    try {
      process.kill(init.pid, "SIGKILL"); // reaped only when `ended` resolves, so the pid is its own
    } catch {
      // the first one has ended when its child takes its place
    }
    await init.ended;
    throw told(error, record, held, exec);
  }
}

function told(error: unknown, { name }: ContainerRecord, { root }: HeldProcess, exec: Exec) {
  if (error instanceof InitDied) {
    return new UserError(`container ${name} ended while it was entered`, EXIT.FAILED);
  }
  if (error instanceof UserError) return new UserError(error.message, EXIT.NOT_EXECUTABLE);
  if (!(error instanceof SyscallError)) return error;
  if (error.call.name === "execve") {
    return commandError(error, { argv: exec.argv, root }, `in container ${name}`);
  }
  if (error.call.name !== "openat2") return error;
  const directory = JSON.stringify(exec.workdir);
  const why = error.code === "ELOOP" ? "a link in /proc is not followed" : "no such directory";
  return new UserError(`working directory ${directory}: ${why} in ${name}`, EXIT.NOT_EXECUTABLE);
}
