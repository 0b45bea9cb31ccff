/** What a check works with: the mydocker under test, and containers that are witnessed. */
import { randomBytes } from "node:crypto";
import { type Command, type Ended, type RunOptions, startCommand } from "./driver.ts";
import { type Expect, expecting, Failure } from "./failure.ts";
import type { Difference, Kind } from "./ledger/account.ts";
import { leftOver, type Snapshot } from "./ledger/ledger.ts";
import { PROBE } from "./places.ts";
import { notThere, tooLate } from "./telling.ts";
import { until } from "./wait.ts";
import { findByToken, type Process } from "./witness.ts";

export { expectRan, howItEnded } from "./telling.ts";

/** A command that has ended, and what may be expected of it. */
export type Finished = Ended & { readonly expect: Expect };

/** A container whose process has been found. */
export interface Container {
  readonly command: Command;
  readonly token: string;
  /** As it was when it was found. */
  readonly process: Process;
  readonly pid: number;
  readonly expect: Expect;
  /** Kills its process and waits until mydocker has ended too. */
  end(): Promise<Finished>;
  /** Waits until it has ended by itself. */
  finish(): Promise<Finished>;
}

/** A container that is being waited for. */
export interface ContainerOptions extends RunOptions {
  /** mydocker's own options, before the command. */
  readonly options?: readonly string[];
  /** When it is far enough; by default when the probe pauses. */
  readonly ready?: (process: Process) => boolean;
}

/** The tools of one check. */
export interface Trial {
  /** Runs `mydocker ARGUMENTS…` to its end. */
  mydocker(args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Runs `mydocker run [OPTIONS] probe ARGUMENTS… TOKEN` to its end. */
  probe(args: readonly string[], options?: ContainerOptions): Promise<Finished>;
  /** Starts `mydocker run [OPTIONS] probe ARGUMENTS… TOKEN` and waits for the probe. */
  container(args: readonly string[], options?: ContainerOptions): Promise<Container>;
  /** What has been run so far, as a person would type it. */
  lines(): string[];
  /** The same as arguments of mydocker. */
  ran(): (readonly string[])[];
  /** What is not as it was before the check, when everything has had time to end. */
  leftOver(kinds?: readonly Kind[]): Promise<Difference[]>;
  /** Ends whatever the check has started and not ended. */
  dispose(): Promise<void>;
}

const START = 5000; // ms until a container's process must be there
const END = 2000; // ms until mydocker must have ended after its container

const newToken = () => `token-${randomBytes(6).toString("hex")}`;

/** @param before how the pretend host was when the check began */
export function trial(mydocker: string, before: Snapshot): Trial {
  const started: { command: Command; args: readonly string[]; token?: string }[] = [];
  const start = (args: readonly string[], options: RunOptions = {}, token?: string) => {
    const command = startCommand(mydocker, args, options);
    started.push(token === undefined ? { command, args } : { command, args, token });
    return command;
  };
  const words = (args: readonly string[], token: string, { options = [] }: ContainerOptions) => [
    "run",
    ...options,
    PROBE,
    ...args,
    token,
  ];
  return {
    mydocker: (args, options) => heard(finish(start(args, options))),
    probe: (args, options = {}) => {
      const token = newToken();
      return heard(finish(start(words(args, token, options), options, token)));
    },
    async container(args, options = {}) {
      const token = newToken();
      const command = start(words(args, token, options), options, token);
      return witnessed(command, token, options.ready ?? pauses);
    },
    lines: () => started.map(({ command }) => command.line),
    ran: () => started.map(({ args }) => args),
    leftOver: (kinds) => leftOver(before, kinds),
    dispose: async () => {
      await Promise.all(started.map(({ command, token }) => dispose(command, token)));
    },
  };
}

/** A check that waits for something else first hears of a failure when it comes to this one. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

async function finish(command: Command): Promise<Finished> {
  const ended = await command.ended;
  if (ended.late) throw new Failure(command.line, tooLate(ended));
  return { ...ended, expect: expecting(command.line) };
}

const pauses = ({ argv }: Process) => argv[1] === "pause";

async function witnessed(
  command: Command,
  token: string,
  ready: (process: Process) => boolean,
): Promise<Container> {
  const start = performance.now();
  const process = await until(() => {
    const found = findByToken(token);
    if (found && ready(found)) return found;
    return command.over() ? "over" : undefined;
  }, START);
  if (process === undefined || process === "over") {
    throw new Failure(command.line, notThere(command, performance.now() - start));
  }
  const expect = expecting(`${command.line}      (host pid ${process.pid})`);
  const end = async () => {
    kill(process.pid);
    return finish(command);
  };
  const whenOver = () => finish(command);
  return { command, token, process, pid: process.pid, expect, end, finish: whenOver };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}

/** The container first, so that mydocker can end as it always does. */
async function dispose(command: Command, token: string | undefined): Promise<void> {
  const ended = await until(() => {
    const inside = token && !command.over() && findByToken(token);
    if (inside) kill(inside.pid);
    return command.over();
  }, END);
  if (ended) return;
  command.kill();
  await command.ended;
}
