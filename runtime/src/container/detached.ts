/** A container that nobody waits for: a monitor is its parent, and mydocker ends when it runs. */

import { closeSync, openSync } from "node:fs";
import { isAlive, markOf, type ProcessMark, processEnd, signalProcess } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import type { Trace } from "../kernel/init.ts";
import { launchMonitored, type Monitored } from "../kernel/monitor.ts";
import { native } from "../kernel/native.ts";
import { LOG_LIMITS } from "./conduct.ts";
import { tellOf } from "./events.ts";
import type { Life } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import type { Resources } from "./resources.ts";
import type { Spec } from "./spec.ts";
import { type Begin, start } from "./start.ts";
import { change, directoryOf, overlayOf } from "./store.ts";

const KILL = 9;
const PATIENCE = 10_000; // ms for a killed process to be gone

/**
 * Starts a container with a monitor of its own, and returns once its command runs.
 *
 * @param life the right to it, which goes to the monitor; the caller's again when this throws
 * @param connect somebody who wants to hear the container from its first word on
 * @throws what start() throws
 */
export async function startDetached(
  record: ContainerRecord,
  life: Life,
  trace?: Trace,
  connect?: (record: ContainerRecord) => Promise<void>,
): Promise<ContainerRecord> {
  const { restarts } = record;
  const spec = specOf(record);
  const pipes = openPipes(spec);
  let born: Born | undefined;
  const begin: Begin = (wanted, resources) => {
    born = giveBirth(record, life, pipes.theirs, wanted, resources?.held);
    return { ...born.monitored, pipes: pipes.fds };
  };
  try {
    const { terminal } = await start(spec, pipes.stdio, trace, begin);
    if (!born) throw new Error("a container runs that was not born");
    const { marks } = born;
    const now = change(record.id, (old) => ({
      ...old,
      ...NEW_RUN,
      restarts,
      ...marks,
      started: new Date().toISOString(),
    }));
    if (!now) throw new UserError("the container was removed while it started");
    tellOf(now, "start");
    await connect?.(now);
    born.monitored.letGo(terminal);
    if (terminal !== undefined) closeSync(terminal);
    life.pass();
    born.held?.letGo();
    return now;
  } catch (error) {
    if (born) await endWithout(born);
    throw error;
  } finally {
    pipes.close();
  }
}

/** Its monitor ends it, unless that has died too early for the kernel to do the same. */
async function endWithout({ marks }: Born): Promise<void> {
  if (isAlive(marks.monitor)) return;
  if (signalProcess(marks.process, KILL)) await processEnd(marks.process, PATIENCE);
}

/** The Spec, with the root that an image's layers make. */
export function specOf({ id, image, layers, spec }: ContainerRecord): Spec {
  if (!spec) throw new Error(`container ${id} was made by an older mydocker`);
  if (image === undefined) return spec;
  return asImage(spec, layers);
}

/** A Spec whose root is made of layers, the base first. */
export function asImage(spec: Spec, layers: readonly string[]): Spec {
  const overlay = overlayOf(spec.id, layers);
  return { ...spec, overlay, root: `${overlay.base}/merged` };
}

/** What an earlier run left behind is forgotten. */
const NEW_RUN: Partial<ContainerRecord> = {
  fresh: undefined,
  waiter: undefined,
  stopped: undefined,
  exitCode: undefined,
  outOfMemory: undefined,
  error: undefined,
  finished: undefined,
};

/** The container's ends, and the monitor's by the names that it has for them. */
interface Pipes {
  readonly stdio: readonly [number, number, number];
  readonly theirs: Readonly<Record<string, number>>;
  /** Which of the container's 0, 1 and 2 they are. */
  readonly fds: readonly number[];
  close(): void;
}

/** With a terminal there are none, since it replaces them. */
function openPipes({ terminal, interactive }: Spec): Pipes {
  const nothing = openSync("/dev/null", O.RDWR | O.CLOEXEC);
  if (terminal) {
    const stdio = [nothing, nothing, nothing] as const;
    return { stdio, theirs: {}, fds: [], close: () => closeSync(nothing) };
  }
  const [out, outEnd] = native.pipe();
  const [err, errEnd] = native.pipe();
  const [inEnd, into] = interactive ? native.pipe() : [nothing, undefined];
  const all = new Set([nothing, out, outEnd, err, errEnd, inEnd, into]);
  return {
    stdio: [inEnd, outEnd, errEnd],
    theirs: { out, err, ...(into === undefined ? {} : { in: into }) },
    fds: into === undefined ? [1, 2] : [0, 1, 2],
    close: () => {
      for (const fd of all) if (fd !== undefined) closeSync(fd);
    },
  };
}

/** A monitor and its container, which waits for its plan. */
interface Born {
  readonly monitored: Monitored;
  /** Made now: the command may have ended before anybody asks. */
  readonly marks: { readonly process: ProcessMark; readonly monitor: ProcessMark };
  readonly held: Resources["held"];
}

function giveBirth(
  { id, spec, log = LOG_LIMITS }: ContainerRecord,
  life: Life,
  pipes: Readonly<Record<string, number>>,
  wanted: Parameters<Begin>[0],
  held: Resources["held"],
): Born {
  const dir = openSync(directoryOf(id), O.RDONLY | O.DIRECTORY | O.CLOEXEC);
  const oom = held?.oom === undefined ? undefined : openIfThere(held.oom);
  const counted = oom === undefined ? {} : { oom };
  const ports = spec?.networking?.ports.length ? native.socketpair() : undefined;
  const keep = {
    ...{ life: life.fd, dir, ...pipes, ...counted },
    ...(held ? { group: held.lock } : {}),
    ...(ports ? { ports: ports[1] } : {}),
  };
  try {
    const wishes = { keep, log, program: afterwards("ended", id), env: ownEnv() };
    const monitored = launchMonitored(wanted, wishes);
    const marks = { process: markOf(monitored.pid), monitor: markOf(monitored.monitor) };
    const hold = ports && holdWith(ports[0]);
    return { monitored: hold ? { ...monitored, hold } : monitored, marks, held };
  } finally {
    closeSync(dir);
    if (ports) closeSync(ports[1]);
    if (oom !== undefined) closeSync(oom);
  }
}

const AT_ONCE = 250; // descriptors; a message holds 253 (unix(7), SCM_MAX_FD)

/** What lies in a socket of the monitor's, which it never reads, is open for as long as it has that. */
const holdWith = (socket: number) => (descriptors: readonly number[]) => {
  for (let done = 0; done < descriptors.length; done += AT_ONCE) {
    native.sendDescriptors(socket, descriptors.slice(done, done + AT_ONCE));
  }
  closeSync(socket);
};

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, O.RDONLY | O.CLOEXEC);
  } catch {
    return undefined; // this kernel does not count them
  }
}

/** The mydocker that runs now, with one of its commands for itself. */
export const afterwards = (command: string, id: string): string[] => [
  process.execPath,
  process.argv[1] ?? "",
  command,
  id,
];

/** Of our environment what a later mydocker needs to be the same one. */
export function ownEnv(): string[] {
  const { PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", MYDOCKER_ROOT } =
    process.env;
  return [`PATH=${PATH}`, ...(MYDOCKER_ROOT ? [`MYDOCKER_ROOT=${MYDOCKER_ROOT}`] : [])];
}
