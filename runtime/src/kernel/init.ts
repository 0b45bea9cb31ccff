/**
 * The parent's end of init: starts one in new namespaces, hands it plans, and hears what came of
 * them. What is not written is not done, so between two plans the parent can do its own part.
 *
 * Everything here waits by blocking reads, which take as long as the calls of the plan take.
 */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { type Call, clone, type Plan } from "./call.ts";
import { ERRNO } from "./errno.ts";
import { SyscallError } from "./errors.ts";
import { O, SIGNAL } from "./flags.ts";
import { INIT, native } from "./native.ts";
import { decodeReport, encode, REPORT_SIZE, type Report } from "./wire.ts";

/** How a process ended: its exit code, or the signal that killed it (the other is undefined). */
export type Exit =
  | { readonly code: number; readonly signal?: never }
  | { readonly signal: number; readonly code?: never };

/** Called after each call of a plan when it is traced. */
export type Trace = (call: Call, report: Report) => void;

/** What init is started with. */
export interface Launch {
  /** CLONE_NEW* flags of clone(2). */
  readonly flags: number;
  /** The descriptors that become 0, 1 and 2. */
  readonly stdio: readonly [number, number, number];
  /** A cgroup v2 directory's descriptor to be born in (CLONE_INTO_CGROUP). */
  readonly cgroup?: number | undefined;
  /** More descriptors, each kept in the slot of its name. */
  readonly keep?: Readonly<Record<string, number>> | undefined;
  /** Hears of every call, and not only of failures. */
  readonly trace?: Trace | undefined;
}

/** What init is to be (native/init.c). */
export interface Role {
  /** Its name in the list of processes. */
  readonly name: string;
  /** What follows `--` in its arguments. */
  readonly words?: readonly string[];
}

/** A started init, which waits for its plan. */
export interface Init {
  readonly pid: number;
  readonly ended: Promise<Exit>;
  /** Those of its descriptors 0, 1 and 2 that are pipes made for it. */
  readonly pipes?: readonly number[];
  /** Has a plan carried out, and returns at once: what fails is thrown by what waits next. */
  begin(plan: Plan): void;
  /**
   * Returns when all that was begun is done, with the result of its last call.
   * @throws SyscallError for the call that failed; InitDied when init is gone.
   */
  catchUp(): bigint | undefined;
  /** Both in turn. */
  perform(plan: Plan): bigint | undefined;
  /**
   * Has the last plan carried out, which ends in one execve, or in one for each place where the
   * command may be, and returns when a program runs.
   * @throws SyscallError for the call that failed, of several execve the most telling one.
   */
  execute(plan: Plan): void;
  /** Ends it, as long as it is ours. */
  kill(): void;
  /** Has somebody who lives as long keep descriptors open; else that is for the caller. */
  hold?(descriptors: readonly number[]): void;
}

/** init ended before it could say why; the cause is in how it ended. */
export class InitDied extends Error {
  override name = "InitDied";
}

/** Starts init, suspended before the first call of its plan. */
export function launch(
  { flags, stdio, cgroup = -1, keep = {}, trace }: Launch,
  { name, words }: Role = { name: "init" },
): Init {
  const [planEnd, plan] = native.pipe();
  const [report, reportEnd] = native.pipe();
  try {
    const kept = { plan: planEnd, report: reportEnd, ...keep };
    const argv = [name, ...Object.keys(kept), ...(words ? ["--", ...words] : [])];
    const began = process.hrtime.bigint();
    const { pid, pidfd } = native.clone(INIT, flags, cgroup, stdio, Object.values(kept), argv);
    const ns = process.hrtime.bigint() - began;
    trace?.(clone(flags | SIGNAL.CHLD), { index: -1, errno: 0, result: BigInt(pid), ns });
    // It is reaped only when `ended` resolves, so that the pid is still its own.
    const kill = () => void process.kill(pid, "SIGKILL");
    return { pid, ended: endOf(pid, pidfd), kill, ...conversation(plan, report, trace) };
  } catch (error) {
    closeSync(plan);
    closeSync(report);
    throw error;
  } finally {
    closeSync(planEnd);
    closeSync(reportEnd);
  }
}

/** The same conversation, with a child of ours that has taken init's place (CLONE_PARENT). */
export const goOnWith = (init: Init, pid: number): Init => ({
  ...init,
  pid,
  ended: endOf(pid, native.pidfdOpen(pid)), // not reaped yet, so the pid is its own
  kill: () => void process.kill(pid, "SIGKILL"),
});

const endOf = (pid: number, pidfd: number) =>
  new Promise<Exit>((resolve) => {
    native.wait(pid, pidfd, (code, signal) => resolve(signal ? { signal } : { code }));
  });

/**
 * Starts an init that carries out a plan of its own, after us too if need be.
 *
 * @param name its name in the list of processes
 * @param plan has to fit into a pipe (64 KiB)
 * @param keep descriptors by the names of their slots
 * @returns its pid
 */
export function sendOff(name: string, plan: Plan, keep: Readonly<Record<string, number>>): number {
  const [planEnd, into] = native.pipe();
  const [reports, reportEnd] = native.pipe();
  const nothing = openSync("/dev/null", O.RDWR | O.CLOEXEC);
  try {
    const slots = { plan: planEnd, report: reportEnd, ...keep };
    const stdio = [nothing, nothing, nothing] as const;
    const argv = [name, ...Object.keys(slots)];
    const { pid, pidfd } = native.clone(INIT, 0, -1, stdio, Object.values(slots), argv);
    closeSync(pidfd);
    send(into, plan, () => false);
    return pid;
  } finally {
    for (const fd of [planEnd, into, reports, reportEnd, nothing]) closeSync(fd);
  }
}

/** Has somebody read a terminal's master to its end, after us: who writes to it never waits. */
export const drain = (terminal: number): void => void sendOff("terminal", [], { drain: terminal });

function conversation(plan: number, report: number, trace?: Trace) {
  const sent: Call[] = [];
  let done = 0; // how many of them, as far as is known
  const read = (): Report | undefined => readReport(report, sent, trace);

  function begin(calls: Plan): void {
    send(plan, calls, (i) => trace !== undefined || i === calls.length - 1);
    sent.push(...calls);
  }

  function catchUp(): bigint | undefined {
    let result: bigint | undefined;
    while (done < sent.length) {
      const told = read();
      if (!told) throw new InitDied("init ended in the middle of its plan");
      failUnlessTolerated(sent, told);
      done = told.index + 1;
      result = told.result;
    }
    return result;
  }

  return {
    begin,
    catchUp,
    perform(calls: Plan): bigint | undefined {
      begin(calls);
      return catchUp();
    },

    execute(calls: Plan): void {
      send(plan, calls, (i) => trace !== undefined || calls[i]?.name === "execve");
      sent.push(...calls);
      closeSync(plan); // so that init meets the end of the plan when no execve succeeds
      try {
        const { call, told } = untilExecuted(sent, read);
        trace?.(call, told);
      } finally {
        closeSync(report);
      }
    },
  };
}

/** A broken pipe is not reported here: init's last report says why it went. */
function send(plan: number, calls: Plan, reported: (index: number) => boolean): void {
  const bytes = encode(calls, reported);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(plan, bytes, done);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

function readReport(from: number, sent: readonly Call[], trace?: Trace): Report | undefined {
  const bytes = Buffer.alloc(REPORT_SIZE);
  if (readSync(from, bytes) !== REPORT_SIZE) return undefined; // reports are written whole
  const told = decodeReport(bytes);
  const call = sent[told.index];
  // Of execve the good report comes before the call, so it says nothing yet.
  if (call && !isAnnouncement(call, told)) trace?.(call, told);
  return told;
}

const isAnnouncement = (call: Call, told: Report) => call.name === "execve" && told.errno === 0;

function failUnlessTolerated(sent: readonly Call[], told: Report): void {
  const call = sent[told.index];
  if (told.errno === 0) return;
  if (!call) throw new Error(`init refused the plan at call ${told.index}: errno ${told.errno}`);
  if (!call.tolerated?.includes(told.errno)) throw new SyscallError(call, told.errno);
}

/**
 * The report pipe closes when execve succeeds, so its end right after "about to execve" is the
 * good news. Of several refusals EACCES (it is there, but) tells more than ENOENT.
 */
function untilExecuted(sent: readonly Call[], read: () => Report | undefined) {
  let announced: { call: Call; told: Report } | undefined;
  let refused: { call: Call; errno: number } | undefined;
  for (let told = read(); told; told = read()) {
    const call = sent[told.index];
    // The end of the plan, and no execve succeeded.
    if (!call && refused) throw new SyscallError(refused.call, refused.errno);
    failUnlessTolerated(sent, told);
    if (call?.name !== "execve") continue;
    announced = told.errno === 0 ? { call, told } : undefined;
    if (told.errno !== 0 && refused?.errno !== ERRNO.EACCES) {
      refused = { call, errno: told.errno };
    }
  }
  if (!announced) throw new InitDied("init ended before it could execute the command");
  return announced;
}
