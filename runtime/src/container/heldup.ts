/** Containers that have ended, but for their log, which waits for room on the disk. */
import { hasRoom } from "../kernel/diskfull.ts";
import { stateRoot } from "../kernel/stateroot.ts";
import type { ContainerRecord } from "./record.ts";
import { endingOf } from "./state.ts";

/** Whether a container's end is written down, and what has to follow waits for a disk that is full. */
export const isHeldUp = (record: ContainerRecord): boolean =>
  record.finished === undefined && endingOf(record) !== undefined && !hasRoom(stateRoot());
