/**
 * init in its other role: a monitor, which nobody waits for, is the container's parent
 * (native/monitor.c). The plan begins in the monitor, and goes on in the container.
 */
import { closeSync } from "node:fs";
import { clone, clone3, close, prctl, setsid, slot } from "./call.ts";
import { PR } from "./flags.ts";
import { type Init, type Launch, launch } from "./init.ts";
import { native } from "./native.ts";

/** What a monitor keeps and does. */
export interface MonitorWishes {
  /** Descriptors by the names that monitor.c has for them; `control` is added. */
  readonly keep: Readonly<Record<string, number>>;
  /** Bytes of one file of the log (0: no end), and how many files there are. */
  readonly log: { readonly maxSize: number; readonly maxFiles: number };
  /** What it becomes when the container has ended: path, arguments after the path, environment. */
  readonly program: readonly string[];
  readonly env: readonly string[];
}

/** A container's first process, whose parent is a monitor. */
export interface Monitored extends Init {
  /** The monitor's pid; `pid` is the container's. */
  readonly monitor: number;
  /** From now on the container lives without us. @param terminal its master, if it has one */
  letGo(terminal?: number): void;
}

/** Starts a monitor and lets it make the container's first process, which waits for its plan. */
export function launchMonitored(wanted: Launch, wishes: MonitorWishes): Monitored {
  const [control, theirs] = native.socketpair();
  const { cgroup } = wanted;
  const keep = { ...wishes.keep, control: theirs, ...(cgroup === undefined ? {} : { cgroup }) };
  const { maxSize, maxFiles } = wishes.log;
  const words = [`${maxSize}`, `${maxFiles}`, ...wishes.env, "--", ...wishes.program];
  try {
    const init = launch({ ...wanted, flags: 0, cgroup: -1, keep }, { name: "monitor", words });
    const kill = () => closeSync(control); // the monitor does it
    try {
      const pid = partFromMonitor(init, wanted, Object.keys(keep));
      const letGo = (terminal?: number) => {
        native.sendDescriptors(control, terminal === undefined ? [] : [terminal]);
        closeSync(control);
      };
      return { ...init, pid, monitor: init.pid, kill, letGo };
    } catch (error) {
      kill();
      throw error;
    }
  } finally {
    closeSync(theirs);
  }
}

/** @returns the pid of the container's first process, which has nothing of its monitor's left */
function partFromMonitor(init: Init, { flags, cgroup }: Launch, kept: readonly string[]): number {
  const pid = init.perform([
    setsid(),
    prctl(PR.SET_CHILD_SUBREAPER, 1),
    cgroup === undefined ? clone(flags) : clone3(flags, slot("cgroup")),
  ]);
  init.perform(kept.map((name) => close(slot(name))));
  return Number(pid);
}
