/** A container in the foreground: the caller's terminal, signals and exit code are its own. */
import { closeSync, openSync } from "node:fs";
import type { Usage } from "../host/cgroup/usage.ts";
import type { Trace } from "../kernel/init.ts";
import type { Spec } from "./spec.ts";
import { start } from "./start.ts";
import { ranOutOfMemory } from "./verdict.ts";

/** How a container in the foreground ended. */
export interface Outcome {
  /** Its exit code, or 128 and the signal's number (sh(1)). */
  readonly code: number;
  /** What it had used when its memory limit ended it; undefined when something else did. */
  readonly outOfMemory?: Usage | undefined;
}

/**
 * Runs the container to its end.
 *
 * @param started hears the pid of its first process, once its command runs
 */
export async function runInForeground(
  spec: Spec,
  trace?: Trace,
  started?: (pid: number) => void,
): Promise<Outcome> {
  const signals = holdSignals();
  const stdin = spec.interactive && !spec.terminal ? 0 : openSync("/dev/null", "r");
  const container = await start(spec, [stdin, 1, 2], trace);
  if (stdin !== 0) closeSync(stdin);
  started?.(container.pid);
  signals.sendTo(container.pid);
  const { terminal } = container;
  const relay = terminal === undefined ? undefined : await import("./relay.ts");
  await Promise.all([container.ended, relay?.relayTerminal(terminal ?? 0, spec.interactive)]);
  const exit = await container.ended;
  signals.release();
  const usage = exit.code === 0 ? undefined : container.usage();
  await container.remove();
  const outOfMemory = usage && ranOutOfMemory(exit, usage) ? usage : undefined;
  return { code: exit.code ?? 128 + exit.signal, outOfMemory };
}

/** Those that a program may catch, less those that speak of mydocker itself. */
const FORWARDED: readonly NodeJS.Signals[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGTERM",
  "SIGCONT",
  "SIGABRT",
  "SIGIO",
  "SIGPWR",
  "SIGSYS",
  "SIGTRAP",
  "SIGVTALRM",
  "SIGXCPU",
  "SIGXFSZ",
];

/**
 * As docker's --sig-proxy: the container gets mydocker's signals, also those that came before it
 * ran. A PID 1 without a handler ignores them (pid_namespaces(7)).
 */
export function holdSignals() {
  const held: NodeJS.Signals[] = [];
  let pid: number | undefined;
  const forward = (name: NodeJS.Signals) => {
    if (pid === undefined) held.push(name);
    else process.kill(pid, name); // not reaped while we listen, so the pid is its own
  };
  for (const name of FORWARDED) process.on(name, forward);
  return {
    sendTo(container: number): void {
      pid = container;
      held.forEach(forward);
    },
    release(): void {
      for (const name of FORWARDED) process.off(name, forward);
    },
  };
}
