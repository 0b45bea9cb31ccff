/** What follows from the maps of a user namespace. */
import { gidMap, type IdMaps, uidMap } from "./idmap.ts";

/** What is to be written, and whether setgroups(2) has to be given up first. */
export const idTexts = (ids: IdMaps) => ({
  uids: uidMap(ids),
  gids: gidMap(ids),
  denySetgroups: ids.caller.uid !== 0,
});

/** Whether anybody is root inside. */
export const hasRoot = ({ uids }: IdMaps): boolean =>
  uids.length === 0 || uids.some(({ container }) => container === 0);

/** Whether who starts the container is nobody inside, although there is a root. */
export const isStranger = (ids: IdMaps): boolean =>
  hasRoot(ids) &&
  ids.uids.length > 0 &&
  !ids.uids.some(({ host, size }) => within(ids.caller.uid, host, size));

const within = (id: number, first: number, size: number) => id >= first && id < first + size;
