/** The life of a container that is remembered: made, run, ended, and forgotten when asked to. */

import { markOf } from "../host/process.ts";
import type { ContainerConfig } from "../image/manifest.ts";
import type { Trace } from "../kernel/init.ts";
import { specOf, startDetached } from "./detached.ts";
import { forget, unlessFull } from "./ended.ts";
import { tellOf } from "./events.ts";
import { type Outcome, runInForeground } from "./foreground.ts";
import { awaitLife, type Life } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import type { Spec } from "./spec.ts";
import { change, create, makeOverlayDirectories } from "./store.ts";

/** What is remembered beside the Spec. */
export interface Remembered
  extends Pick<
    ContainerRecord,
    "remove" | "restart" | "stopSignal" | "stopTimeout" | "log" | "labels" | "annotations"
  > {
  readonly name?: string | undefined;
  /** Undefined: the root is a directory of the machine. */
  readonly image?: string | undefined;
  readonly imageId?: string | undefined;
  /** How it is run, in an image's words. */
  readonly config?: ContainerConfig | undefined;
  /** The image's layers, the base first. */
  readonly layers: readonly string[];
  /** Keeps the image where it is; let go once the container is written down, which then does. */
  readonly held?: { release(): void } | undefined;
}

const PATIENCE = 30_000; // ms for who looks at it to let go

/** Makes a container that has not run yet. */
export async function createContainer(spec: Spec, wanted: Remembered): Promise<ContainerRecord> {
  const life = await takeNew(spec);
  const record = make(spec, wanted, life, false);
  life.end();
  return record;
}

/**
 * Runs a new container in the foreground. Its changes stay until it is removed.
 *
 * @throws what start() throws; nothing is remembered of a container that never ran
 */
export async function runRemembered(
  spec: Spec,
  wanted: Remembered,
  trace?: Trace,
): Promise<Outcome> {
  const life = await takeNew(spec);
  let record = make(spec, wanted, life, true);
  try {
    const outcome = await runInForeground(specOf(record), trace, (pid) => {
      const started = new Date().toISOString();
      const now = { fresh: undefined, process: markOf(pid), started };
      record = change(spec.id, (old) => ({ ...old, ...now })) ?? record;
      tellOf(record, "start");
    });
    tellOf(record, "die", { exitCode: `${outcome.code}` });
    if (record.remove) forget(record);
    else writeEnd(record, outcome);
    return outcome;
  } catch (error) {
    if (record.fresh) forget(record); // what has run stays, whatever went wrong afterwards
    throw error;
  } finally {
    life.end();
  }
}

/**
 * Starts a new container that lives on without us, and returns once its command runs.
 *
 * @throws what start() throws; nothing is remembered then
 */
export async function runDetached(
  spec: Spec,
  wanted: Remembered,
  trace?: Trace,
  connect?: (record: ContainerRecord) => Promise<void>,
): Promise<ContainerRecord> {
  const life = await takeNew(spec);
  const record = make(spec, wanted, life, true);
  try {
    return await startDetached(record, life, trace, connect);
  } catch (error) {
    forget(record);
    life.end();
    throw error;
  }
}

/** Nobody else knows its id yet, but who looks for what was abandoned may have found the note first. */
async function takeNew({ id }: Spec): Promise<Life> {
  const life = await awaitLife(id, PATIENCE);
  if (!life) throw new Error(`somebody has container ${id}`);
  return life;
}

/** @param fresh if its first run does not come about, it is forgotten */
function make(spec: Spec, wanted: Remembered, life: Life, fresh: boolean): ContainerRecord {
  const { held, ...remembered } = wanted;
  const { id, argv, named } = spec;
  try {
    const created = new Date().toISOString();
    const record = create({
      id,
      ...remembered,
      argv,
      spec,
      volumes: named,
      created,
      fresh: fresh || undefined,
    });
    tellOf(record, "create");
    if (record.image !== undefined) makeOverlayDirectories(id, record.layers);
    return record;
  } catch (error) {
    forget({ id, volumes: named });
    life.end();
    throw error;
  } finally {
    held?.release();
  }
}

/** Whoever waits for it learns how it ended, even if a full disk does not take that. */
function writeEnd({ id }: ContainerRecord, outcome: Outcome): void {
  try {
    const finished = new Date().toISOString();
    change(id, (now) => ({ ...now, ...verdictOf(outcome), finished }));
  } catch (error) {
    unlessFull(error);
  }
}

const verdictOf = ({ code, outOfMemory }: Outcome) => ({
  exitCode: code,
  outOfMemory: outOfMemory ? true : undefined,
});
