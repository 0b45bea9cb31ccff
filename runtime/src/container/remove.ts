/** A container's end: its changes go, nothing else does. */
import { setTimeout } from "node:timers/promises";
import { UserError } from "../kernel/errors.ts";
import type { ContainerRecord } from "./record.ts";
import { stateOf } from "./state.ts";
import { remove } from "./store.ts";
import { removeAnonymous } from "./volumeuse.ts";

const PATIENCE = 10_000; // ms for a killed container to be gone
const PAUSE = 10; // ms between two looks

/**
 * Removes a container.
 *
 * @param force kills it first when it runs
 * @param anonymous removes its volumes without a name too; those with a name, never
 * @throws UserError when it runs
 */
export async function removeContainer(
  record: ContainerRecord,
  force: boolean,
  anonymous = false,
): Promise<void> {
  if (stateOf(record) === "running") {
    if (!force) {
      const { name } = record;
      throw new UserError(
        `container ${name} is running: stop it first, or use 'mydocker rm -f ${name}'`,
      );
    }
    await kill(record);
  }
  remove(record.id);
  if (anonymous) removeAnonymous(record.volumes);
}

async function kill(record: ContainerRecord): Promise<void> {
  const { process: mark, name } = record;
  if (mark) process.kill(mark.pid, "SIGKILL");
  for (const deadline = Date.now() + PATIENCE; stateOf(record) === "running"; ) {
    if (Date.now() > deadline) throw new Error(`container ${name} does not end`);
    await setTimeout(PAUSE);
  }
}
