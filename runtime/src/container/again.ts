/** Starting a container that is there. */
import { UserError } from "../kernel/errors.ts";
import { startDetached } from "./detached.ts";
import { settle } from "./ended.ts";
import { awaitLife, type Life } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { isUp, stateOf } from "./state.ts";
import { change, read } from "./store.ts";

const PATIENCE = 10_000; // ms for what follows the end of an earlier run

/**
 * Starts a container that does not run; nothing is done with one that does.
 *
 * @param connect as startDetached has it
 * @returns its record now
 * @throws what start() throws; its exit code is that of the failure then, as docker has it
 */
export async function startAgain(
  record: ContainerRecord,
  connect?: (record: ContainerRecord) => Promise<void>,
): Promise<ContainerRecord> {
  if (isUp(stateOf(record))) return record;
  const life = await take(record);
  const now = read(record.id);
  if (!now) {
    life.end();
    throw new UserError(`container ${record.name} has been removed meanwhile`);
  }
  try {
    return await startDetached({ ...now, restarts: undefined }, life, undefined, connect);
  } catch (error) {
    const exitCode = error instanceof UserError ? error.exitCode : undefined;
    const { message } = error as Error;
    if (exitCode !== undefined) change(now.id, (old) => ({ ...old, exitCode, error: message }));
    life.end();
    throw error;
  }
}

/** What an earlier run left undone is done first. */
async function take(record: ContainerRecord): Promise<Life> {
  const { id, name } = record;
  for (;;) {
    const life = await awaitLife(id, PATIENCE);
    if (!life) throw new UserError(`another mydocker is busy with container ${name}: try again`);
    const now = read(id);
    if (!now?.process || now.finished !== undefined) return life;
    await settle(id, life);
  }
}
