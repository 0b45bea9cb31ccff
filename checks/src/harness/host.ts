/**
 * The pretend host: fresh mount, network, PID, UTS, IPC and cgroup namespaces in which a mydocker
 * can do as it likes. It stops accidents, not enemies.
 *
 * Everything in it hangs on a pipe that only this process holds: when this process ends, however
 * that happens, the kernel takes the processes, mounts and links away. Only the cgroups stay, and
 * the next start removes them (journal.ts).
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { realpathSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { type Bounds, bound, reached } from "./bounds.ts";
import {
  type Delegation,
  delegate,
  type Hierarchy,
  hierarchies,
  plan,
  removeGroups,
} from "./cgroups.ts";
import { entrance, LIFELINE, type Setup } from "./entrance.ts";
import { forget, note, sweep } from "./journal.ts";
import { MachineProblem } from "./machine.ts";
import { PROJECT, STATE } from "./places.ts";
import { probe } from "./probe.ts";
import type { Seal } from "./sealed.ts";
import { both } from "./text.ts";

/** What runs in a pretend host, and what it finds there. */
export interface HostOptions {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Standard streams; with "inherit" the terminal is the caller's. */
  readonly stdio?: readonly [
    "inherit" | "ignore" | "pipe",
    "inherit" | "ignore" | "pipe",
    "inherit" | "ignore" | "pipe",
  ];
  /** Paths that must be there although they may be in the machine's /tmp. */
  readonly visible?: readonly string[];
  /** Gives the command descriptor 4, a pipe to `results`. */
  readonly results?: boolean;
  /** Files and directories of the machine to copy inside: from, to. */
  readonly copies?: ReadonlyMap<string, string>;
  /** Walls the program under test off from the checks and the machine, and bounds it. */
  readonly seal?: (Seal & Bounds) | undefined;
}

/** A pretend host that is up. */
export interface Host {
  /** The command's standard streams are this child's. */
  readonly child: ChildProcess;
  /** What the command writes to descriptor 4, when that was asked for. */
  readonly results: Readable | undefined;
  /**
   * Resolves when the command has ended and the machine is as it was; 128+n for a signal. Says
   * which bounds were reached (bounds.ts).
   */
  readonly ended: Promise<{ code: number; reached: readonly string[] }>;
  /** Ends it at once. */
  close(): void;
}

const RESULTS = 4; // the descriptor

/**
 * Sets up a pretend host and runs a command in it.
 *
 * @throws MachineProblem when this machine cannot have one
 */
export async function openHost(options: HostOptions): Promise<Host> {
  if (process.geteuid?.() !== 0) {
    throw new MachineProblem(both("the checks need root: sudo", "检查需要 root 权限：请使用 sudo"));
  }
  const compiled = await probe();
  await sweep();
  const id = randomBytes(6).toString("hex");
  const found = hierarchies();
  const delegation = plan(id, found);
  note(id, delegation);
  const tidy = async () => {
    const met = reached(delegation);
    await removeGroups(delegation);
    forget(id);
    return met;
  };
  try {
    delegate(delegation);
    if (options.seal) bound(delegation, options.seal);
    return launch(
      options,
      entrance(setup(options, found, delegation, compiled), options.command),
      tidy,
    );
  } catch (error) {
    await tidy();
    throw error;
  }
}

const setup = (
  { copies = new Map(), visible = [], results, seal }: HostOptions,
  hierarchies: readonly Hierarchy[],
  { groups }: Delegation,
  probe: string,
): Setup => ({
  groups,
  hierarchies,
  probe,
  copies,
  kept: inTmp([PROJECT, process.execPath, ...visible]),
  lastDescriptor: results ? RESULTS : LIFELINE,
  seal,
});

function launch(
  options: HostOptions,
  argv: readonly string[],
  tidy: () => Promise<readonly string[]>,
): Host {
  const { stdio = ["ignore", "ignore", "pipe"], env = process.env } = options;
  const interactive = stdio[0] === "inherit";
  const child = spawn("unshare", ["--fork", "--pid", "--kill-child", ...argv], {
    stdio: [...stdio, "pipe", ...(options.results ? ["pipe"] : [])] as StdioOptions,
    // A container of an image gets `lo` only, unless a check is about networks.
    env: {
      MYDOCKER_NETWORK: "none",
      MYDOCKER_KEEP_CODE: "missing", // a check runs dozens of commands (runtime/start.cjs)
      ...env,
      MYDOCKER_ROOT: STATE,
      MYDOCKER_SEALED: options.seal ? "1" : "0",
    },
    // A session of its own keeps the terminal's Ctrl-C for us, unless the terminal is for it.
    detached: !interactive,
  });
  const pipes = child.stdio as (Readable | undefined)[];
  const close = () => pipes[LIFELINE]?.destroy();
  const ended = ending(child).then(
    async (code) => {
      close();
      return { code, reached: await tidy() };
    },
    async (error) => {
      close();
      await tidy();
      throw error;
    },
  );
  endOnSignals(close, ended, interactive ? ENDING.slice(1) : ENDING);
  return { child, results: pipes[RESULTS], ended, close };
}

const ending = (child: ChildProcess) =>
  new Promise<number>((resolve, reject) => {
    child.on("error", ({ message }) =>
      reject(
        new MachineProblem(
          both(
            `${message}: ./setup installs util-linux`,
            `${message}：运行 ./setup 可安装 util-linux`,
          ),
        ),
      ),
    );
    child.on("close", (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]),
    );
  });

/** Ctrl-C first: on a terminal it is meant for the command. */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Leaves the machine as it was before the signal ends this process, as it would have at once. */
function endOnSignals(
  close: () => void,
  ended: Promise<unknown>,
  signals: readonly NodeJS.Signals[],
): void {
  const end = (signal: NodeJS.Signals) => {
    close();
    ended.finally(() => process.kill(process.pid, signal)).catch(() => {});
  };
  const ignore = () => {};
  for (const signal of ENDING) process.on(signal, signals.includes(signal) ? end : ignore);
  const stop = () => {
    for (const signal of ENDING) process.off(signal, signals.includes(signal) ? end : ignore);
  };
  ended.finally(stop).catch(() => {});
}

/** The entries of /tmp beneath which these paths are. */
function inTmp(paths: readonly string[]): string[] {
  const names = paths.flatMap((path) => /^\/tmp\/([^/]+)/.exec(realpathSync(path))?.[1] ?? []);
  return [...new Set(names)];
}
