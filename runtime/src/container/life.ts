/** The life of a container that is remembered: made, run, ended, and forgotten when asked to. */
import { existsSync } from "node:fs";
import { markOf } from "../host/process.ts";
import type { ContainerConfig } from "../image/manifest.ts";
import type { Trace } from "../kernel/init.ts";
import { type Outcome, runInForeground } from "./foreground.ts";
import type { ContainerRecord } from "./record.ts";
import type { Spec } from "./spec.ts";
import { create, directoryOf, makeOverlayDirectories, remove, save } from "./store.ts";
import { removeAnonymous } from "./volumeuse.ts";

/** What is remembered beside the Spec. */
export interface Remembered {
  readonly name?: string | undefined;
  readonly image: string;
  readonly imageId: string;
  /** How it is run, in an image's words. */
  readonly config: ContainerConfig;
  /** The image's layers, the base first. */
  readonly layers: readonly string[];
  /** Keeps the image where it is; let go once the container is written down, which then does. */
  readonly held: { release(): void };
  /** Forget it when it has ended (`--rm`). */
  readonly forget: boolean;
}

/**
 * Runs a container of an image in the foreground. Its changes stay until it is removed.
 *
 * @throws what start() throws; nothing is remembered of a container that never ran
 */
export async function runRemembered(
  spec: Spec,
  { name, image, imageId, config, layers, held, forget }: Remembered,
  trace?: Trace,
): Promise<Outcome> {
  const { id, argv } = spec;
  let record: ContainerRecord = create({
    id,
    name,
    image,
    imageId,
    config,
    argv,
    spec,
    volumes: spec.named,
    layers,
    created: new Date().toISOString(),
  });
  held.release();
  try {
    const overlay = { base: directoryOf(id), layers: makeOverlayDirectories(id, layers) };
    const outcome = await runInForeground(
      { ...spec, overlay, root: `${overlay.base}/merged` },
      trace,
      (pid) => {
        record = { ...record, process: markOf(pid) };
        save(record);
      },
    );
    if (forget) forgetAll(record);
    else finish({ ...record, exitCode: outcome.code, finished: new Date().toISOString() });
    return outcome;
  } catch (error) {
    if (!record.process) forgetAll(record); // what has run stays, whatever went wrong afterwards
    throw error;
  }
}

/** `rm -f` may have removed it while it ran: then there is nothing left to remember. */
function finish(record: ContainerRecord): void {
  try {
    save(record);
  } catch (error) {
    if (existsSync(directoryOf(record.id))) throw error;
  }
}

function forgetAll({ id, volumes }: ContainerRecord): void {
  remove(id);
  removeAnonymous(volumes);
}
