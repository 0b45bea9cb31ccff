/** Containers that do not run are removed together. */
import { UserError } from "../kernel/errors.ts";
import { upperOf } from "./changes.ts";
import { treeSize } from "./diskuse.ts";
import type { ContainerRecord } from "./record.ts";
import { removeContainer } from "./remove.ts";
import { stateOf } from "./state.ts";
import { list } from "./store.ts";

/** What went. */
export interface Pruned {
  readonly names: readonly string[];
  /** Bytes that it took. */
  readonly bytes: number;
}

const ENDED: readonly string[] = ["created", "exited", "dead"];

/**
 * Removes all containers that do not run. One that somebody else is busy with stays.
 *
 * @param isMeant which of them
 */
export async function pruneContainers(
  isMeant: (record: ContainerRecord) => boolean,
): Promise<Pruned> {
  const names: string[] = [];
  let bytes = 0;
  for (const record of list().filter((one) => isMeant(one) && ENDED.includes(stateOf(one)))) {
    const size = treeSize(upperOf(record));
    try {
      await removeContainer(record, false);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      continue;
    }
    names.push(record.id);
    bytes += size;
  }
  return { names, bytes };
}
